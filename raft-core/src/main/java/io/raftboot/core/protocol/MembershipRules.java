package io.raftboot.core.protocol;

import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.protocol.MembershipChangeException.Reason;
import org.jspecify.annotations.Nullable;

/** Which configurations may follow which (thesis 4.3), and by which steps. */
public final class MembershipRules {

	private MembershipRules() {
	}

	/**
	 * Refuses what could never work. For any thread.
	 * @throws MembershipChangeException with {@link Reason#INVALID}
	 */
	public static void check(Membership current, Membership target) {
		if (target.isJoint()) {
			throw invalid("A configuration to change to has no outgoing voters");
		}
		if (target.voters().isEmpty()) {
			throw invalid("A cluster needs at least one voter");
		}
		List<Peer> all = new ArrayList<>(target.voters());
		all.addAll(target.learners());
		all.addAll(target.joining());
		for (int i = 0; i < all.size(); i++) {
			checkDisk(current.member(all.get(i).id()), all.get(i));
			for (int k = 0; k < i; k++) {
				if (all.get(i).id().equals(all.get(k).id())) {
					throw invalid("Node " + all.get(i).id() + " is named twice");
				}
				if (all.get(i).address().equals(all.get(k).address())) {
					throw invalid("Nodes " + all.get(k).id() + " and " + all.get(i).id() + " have the same address "
							+ all.get(i).address());
				}
			}
		}
	}

	/** A lost disk is another node: it has to leave first, and catch up again. */
	private static void checkDisk(@Nullable Peer known, Peer wanted) {
		if (known != null && known.incarnation() != 0 && wanted.incarnation() != 0
				&& known.incarnation() != wanted.incarnation()) {
			throw invalid("Node " + known.id() + " has another data directory: remove it, then let it join again");
		}
	}

	/** With the disks that are known already where the target does not name any. */
	static Membership withKnownDisks(Membership current, Membership target) {
		return new Membership(withKnownDisks(current, target.voters()), target.outgoingVoters(),
				withKnownDisks(current, target.learners()), withKnownDisks(current, target.joining()));
	}

	private static List<Peer> withKnownDisks(Membership current, List<Peer> peers) {
		List<Peer> renewed = new ArrayList<>();
		for (Peer peer : peers) {
			Peer known = current.member(peer.id());
			renewed.add((known != null && peer.incarnation() == 0) ? peer.withIncarnation(known.incarnation()) : peer);
		}
		return renewed;
	}

	/**
	 * The next step from one configuration to another: a joint one when other nodes vote,
	 * else the target itself.
	 */
	static Membership next(Membership current, Membership target) {
		if (sameIds(current.voters(), target.voters())) {
			return target;
		}
		List<Peer> outgoing = new ArrayList<>();
		for (Peer peer : current.voters()) {
			Peer renewed = target.member(peer.id());
			outgoing.add((renewed != null) ? renewed : peer);
		}
		return new Membership(target.voters(), outgoing, target.learners(), target.joining());
	}

	/** What follows a joint configuration when it is committed. */
	static Membership leave(Membership joint) {
		return new Membership(joint.voters(), List.of(), joint.learners(), joint.joining());
	}

	/** With a joining node as a voter. */
	static Membership promote(Membership current, NodeId id) {
		List<Peer> voters = new ArrayList<>(current.voters());
		List<Peer> joining = new ArrayList<>();
		for (Peer peer : current.joining()) {
			(peer.id().equals(id) ? voters : joining).add(peer);
		}
		return new Membership(voters, List.of(), current.learners(), joining);
	}

	private static boolean sameIds(List<Peer> some, List<Peer> others) {
		if (some.size() != others.size()) {
			return false;
		}
		for (Peer peer : some) {
			if (find(others, peer.id()) == null) {
				return false;
			}
		}
		return true;
	}

	private static @Nullable Peer find(List<Peer> peers, NodeId id) {
		for (Peer peer : peers) {
			if (peer.id().equals(id)) {
				return peer;
			}
		}
		return null;
	}

	private static MembershipChangeException invalid(String message) {
		return new MembershipChangeException(Reason.INVALID, message);
	}

}
