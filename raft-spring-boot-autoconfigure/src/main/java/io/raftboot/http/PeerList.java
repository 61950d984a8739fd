package io.raftboot.http;

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
 * @param count how many members there are
 * @param peers the members
 */
record PeerList(String node, @Nullable String leader, long term, long index, int count, List<PeerList.Member> peers) {

	static PeerList of(RaftStatus status) {
		Membership membership = status.membership();
		NodeId leader = status.leader();
		List<Member> peers = membership.members()
			.stream()
			.map((peer) -> new Member(peer.id().value(), peer.address(), role(membership, peer),
					peer.id().equals(leader)))
			.toList();
		return new PeerList(status.nodeId().value(), (leader != null) ? leader.value() : null, status.term(),
				status.membershipIndex(), peers.size(), peers);
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
	 * @param leader whether it leads
	 */
	record Member(String id, String address, Role role, boolean leader) {
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
