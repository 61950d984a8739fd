package io.raftboot.sample;

import java.util.List;

import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.node.RaftStatus;
import org.jspecify.annotations.Nullable;

/**
 * Who belongs to the cluster, as one node knows it.
 *
 * @param node the node that answers
 * @param leader who leads, null when unknown
 * @param term the term
 * @param index log index of the configuration
 * @param joint whether the cluster is on its way from one set of voters to another
 * @param members the members
 */
record ClusterView(String node, @Nullable String leader, long term, long index, boolean joint, List<Member> members) {

	static ClusterView of(RaftStatus status) {
		Membership membership = status.membership();
		List<Member> members = membership.members()
			.stream()
			.map((peer) -> new Member(peer.id().value(), peer.address(), role(membership, peer)))
			.toList();
		NodeId leader = status.leader();
		return new ClusterView(status.nodeId().value(), (leader != null) ? leader.value() : null, status.term(),
				status.membershipIndex(), membership.isJoint(), members);
	}

	private static Role role(Membership membership, Peer peer) {
		if (membership.isVoter(peer.id())) {
			return Role.VOTER;
		}
		return membership.joining().contains(peer) ? Role.JOINING : Role.LEARNER;
	}

	/**
	 * A member.
	 *
	 * @param id who
	 * @param address where the others reach it
	 * @param role what it counts for
	 */
	record Member(String id, String address, Role role) {
	}

	/** What a member counts for. */
	enum Role {

		/** Elects and commits. */
		VOTER,
		/** Has the log and does not count. */
		LEARNER,
		/** Becomes a voter as soon as it has caught up. */
		JOINING

	}

}
