package io.raftboot.core.node;

import java.util.HashMap;
import java.util.Map;

import io.raftboot.core.model.AdminRequest;
import io.raftboot.core.model.AdminRequest.Operation;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.Role;
import io.raftboot.core.protocol.MembershipChangeException;
import io.raftboot.core.protocol.RaftCore;
import io.raftboot.core.transport.Transport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the configuration true to life: a node that was started with another address than
 * the configuration has says so, whoever hears it passes it on, and the leader writes
 * down incarnations that were not known when a node was added. Loop thread only.
 */
final class MembershipUpkeep {

	private static final Logger logger = LoggerFactory.getLogger(MembershipUpkeep.class);

	private static final long INTERVAL_NANOS = 500_000_000L;

	private final Peer self;

	private final OwnAddress address;

	private final PeerAddresses addresses;

	private final RaftCore core;

	private final Transport transport;

	private final Map<NodeId, Long> seenIncarnations = new HashMap<>();

	private long doneNanos;

	MembershipUpkeep(Peer self, OwnAddress address, PeerAddresses addresses, RaftCore core, Transport transport,
			long nowNanos) {
		this.self = self;
		this.address = address;
		this.addresses = addresses;
		this.core = core;
		this.transport = transport;
		this.doneNanos = nowNanos;
	}

	/** A node introduced itself. */
	void seen(NodeId id, long incarnation) {
		this.seenIncarnations.put(id, incarnation);
	}

	void tick(long nowNanos) {
		if (nowNanos - this.doneNanos < INTERVAL_NANOS || this.core.clusterId().isNone()) {
			return;
		}
		this.doneNanos = nowNanos;
		Membership membership = this.core.membership();
		this.seenIncarnations.keySet().removeIf((id) -> membership.member(id) == null);
		Peer moved = this.addresses.moved();
		if (this.core.role() != Role.LEADER) {
			if (this.address.isNews()) {
				askForAddress(new Peer(this.self.id(), this.address.current(), this.self.incarnation()), -1L);
			}
			if (moved != null) {
				// The leader may know better by now, from an operator.
				askForAddress(moved, this.core.membershipIndex());
			}
		}
		else if (!(this.address.isNews() && renewOwnAddress(nowNanos))) {
			Peer outdated = outdatedMember();
			if (outdated != null) {
				renew(outdated.withIncarnation(this.seenIncarnations.get(outdated.id())), nowNanos);
			}
			else if (moved != null) {
				renew(moved, nowNanos);
			}
		}
	}

	private boolean renewOwnAddress(long nowNanos) {
		Peer known = this.core.membership().member(this.self.id());
		return known != null && renew(new Peer(known.id(), this.address.current(), known.incarnation()), nowNanos);
	}

	/** The leader may not reach this node at its old address, so it may not be known. */
	private void askForAddress(Peer peer, long expectedIndex) {
		AdminRequest request = new AdminRequest(this.self.id(), this.core.term(), 0L, Operation.SET_ADDRESS, peer.id(),
				peer.address(), peer.incarnation(), expectedIndex);
		for (Peer contact : this.core.contacts()) {
			if (this.core.leader() == null || this.core.leader().equals(contact.id())) {
				this.transport.send(contact.id(), request);
			}
		}
	}

	private @Nullable Peer outdatedMember() {
		for (Peer member : this.core.membership().members()) {
			if (member.incarnation() == 0L && this.seenIncarnations.containsKey(member.id())) {
				return member;
			}
		}
		return null;
	}

	/** Whether it was begun. */
	private boolean renew(Peer peer, long nowNanos) {
		if (this.core.membership().isJoint()) {
			return false;
		}
		try {
			this.core.changeMembership(MembershipEdits.replace(this.core.membership(), peer), -1L, nowNanos);
			logger.info("{}: the configuration has {} now", this.self.id(), peer);
			return true;
		}
		catch (MembershipChangeException ex) {
			logger.debug("{}: {} is not written down yet: {}", this.self.id(), peer, ex.getMessage());
			return false;
		}
	}

}
