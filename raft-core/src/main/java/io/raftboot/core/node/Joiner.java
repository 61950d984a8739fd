package io.raftboot.core.node;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

import io.raftboot.core.model.AdminRequest;
import io.raftboot.core.model.AdminRequest.Operation;
import io.raftboot.core.model.AdminResponse;
import io.raftboot.core.model.Peer;
import io.raftboot.core.protocol.RaftCore;
import io.raftboot.core.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a node into a running cluster: asks the members it was told of, follows them to
 * the leader, and asks again until it is in the configuration. Then the leader sends the
 * log, and promotes it when it has caught up. Loop thread only.
 */
final class Joiner {

	private static final Logger logger = LoggerFactory.getLogger(Joiner.class);

	private static final long ASK_NANOS = 500_000_000L;

	private static final long REFUSED_NANOS = 5_000_000_000L;

	private static final long REMIND_NANOS = 10_000_000_000L;

	private final Peer self;

	private final RaftCore core;

	private final Transport transport;

	private final Runnable contactsChanged;

	private final List<Peer> seeds;

	private final long requestId;

	private boolean active;

	private long askNanos;

	private long remindNanos;

	private String lastRefusal = "";

	/**
	 * @param self this node with its address and incarnation
	 * @param seeds members it was told of
	 * @param contactsChanged hears when it wants to talk to somebody else
	 */
	Joiner(Peer self, boolean join, List<Peer> seeds, RaftCore core, Transport transport, RandomGenerator random,
			Runnable contactsChanged, long nowNanos) {
		this.self = self;
		this.core = core;
		this.transport = transport;
		this.contactsChanged = contactsChanged;
		this.seeds = new ArrayList<>(seeds);
		this.seeds.removeIf((seed) -> seed.id().equals(self.id()));
		this.requestId = random.nextLong(1L << 62);
		this.active = join && !isMember();
		this.askNanos = nowNanos;
		this.remindNanos = nowNanos + REMIND_NANOS;
	}

	/** Whether the node is not in yet. */
	boolean isActive() {
		return this.active;
	}

	void addTo(List<Peer> contacts) {
		if (!this.active) {
			return;
		}
		for (Peer seed : this.seeds) {
			if (contacts.stream().noneMatch((contact) -> contact.id().equals(seed.id()))) {
				contacts.add(seed);
			}
		}
	}

	void tick(long nowNanos) {
		if (!this.active) {
			return;
		}
		if (isMember()) {
			this.active = false;
			logger.info("{} is a member of cluster {} now, as of entry {}", this.self.id(), this.core.clusterId(),
					this.core.membershipIndex());
			this.contactsChanged.run();
			return;
		}
		if (nowNanos - this.askNanos >= 0) {
			this.askNanos = nowNanos + ASK_NANOS;
			askAll();
		}
		if (nowNanos - this.remindNanos >= 0) {
			this.remindNanos = nowNanos + REMIND_NANOS;
			logger.warn("{} is still trying to join by way of {}{}", this.self.id(), this.seeds,
					this.lastRefusal.isEmpty() ? "" : ": " + this.lastRefusal);
		}
	}

	/**
	 * Also when a leader is heard already: it may be one that this node cannot answer.
	 */
	private void askAll() {
		for (Peer seed : this.seeds) {
			this.transport.send(seed.id(), new AdminRequest(this.self.id(), this.core.term(), this.requestId,
					Operation.JOIN, this.self.id(), this.self.address(), this.self.incarnation(), -1L));
		}
	}

	/** Whether this answers a question of the joiner. */
	boolean onResponse(AdminResponse response, long nowNanos) {
		if (response.requestId() != this.requestId) {
			return false;
		}
		if (!this.active) {
			return true;
		}
		switch (response.status()) {
			case DONE -> this.askNanos = nowNanos + REFUSED_NANOS;
			case NOT_LEADER -> ask(response.leader());
			case RETRY -> this.lastRefusal = response.message();
			case REFUSED -> {
				this.askNanos = nowNanos + REFUSED_NANOS;
				if (!response.message().equals(this.lastRefusal)) {
					logger.error("{} may not join: {}", this.self.id(), response.message());
				}
				this.lastRefusal = response.message();
			}
		}
		return true;
	}

	private void ask(Peer leader) {
		if (leader != null && this.seeds.stream().noneMatch((seed) -> seed.equals(leader))) {
			this.seeds.removeIf((seed) -> seed.id().equals(leader.id()));
			this.seeds.add(leader);
			this.contactsChanged.run();
		}
	}

	private boolean isMember() {
		Peer known = this.core.membership().member(this.self.id());
		return known != null && !this.core.clusterId().isNone()
				&& (known.incarnation() == 0L || known.incarnation() == this.self.incarnation());
	}

}
