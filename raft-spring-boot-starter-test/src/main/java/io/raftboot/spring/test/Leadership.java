package io.raftboot.spring.test;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Role;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftStatus;
import org.jspecify.annotations.Nullable;

/** Who leads, by what the nodes say of themselves. For any thread. */
final class Leadership {

	private final List<RaftClusterNode> nodes;

	private final AtomicInteger turn = new AtomicInteger();

	/** Ids of nodes that are cut off, and need not know it yet. */
	private volatile Set<String> cutOff = Set.of();

	Leadership(List<RaftClusterNode> nodes) {
		this.nodes = nodes;
	}

	void cutOff(Set<String> ids) {
		this.cutOff = Set.copyOf(ids);
	}

	private List<RaftClusterNode> reachable() {
		Set<String> away = this.cutOff;
		return this.nodes.stream().filter((node) -> node.isRunning() && !away.contains(node.id())).toList();
	}

	/** The node that a majority of the voters follows, itself included. */
	@Nullable RaftClusterNode current() {
		List<RaftClusterNode> reachable = reachable();
		for (RaftClusterNode node : reachable) {
			RaftStatus status = node.status();
			if (status.role() == Role.LEADER && isFollowed(status, reachable)) {
				return node;
			}
		}
		return null;
	}

	private static boolean isFollowed(RaftStatus leader, List<RaftClusterNode> nodes) {
		Membership membership = leader.membership();
		long following = nodes.stream()
			.map(RaftClusterNode::status)
			.filter((status) -> membership.isVoter(status.nodeId()) && follows(status, leader))
			.count();
		return 2 * following > membership.voters().size();
	}

	/** The leader if every voter that runs follows it. */
	@Nullable RaftClusterNode agreed() {
		RaftClusterNode leader = current();
		if (leader == null) {
			return null;
		}
		RaftStatus said = leader.status();
		boolean agreed = reachable().stream()
			.map(RaftClusterNode::status)
			.allMatch((status) -> !said.membership().isVoter(status.nodeId()) || follows(status, said));
		return agreed ? leader : null;
	}

	private static boolean follows(RaftStatus status, RaftStatus leader) {
		return status.term() == leader.term() && leader.nodeId().equals(status.leader());
	}

	/**
	 * What is committed for sure; a status may be older.
	 * @return null if there is no leader, or it loses its place
	 */
	@Nullable Long commitIndex() {
		RaftClusterNode leader = current();
		try {
			return (leader != null) ? leader.bean(RaftNode.class).verifyLeader().join() : null;
		}
		catch (CompletionException | IllegalStateException ex) {
			return null;
		}
	}

	/**
	 * The next node to ask: one that follows the leader, else any that runs and is not
	 * cut off.
	 * @return null if there is none
	 */
	@Nullable RaftClusterNode next() {
		RaftClusterNode leader = current();
		NodeId leaderId = (leader != null) ? NodeId.of(leader.id()) : null;
		List<RaftClusterNode> candidates = reachable().stream()
			.filter((node) -> leaderId == null || leaderId.equals(node.status().leader()))
			.toList();
		return candidates.isEmpty() ? null
				: candidates.get(Math.floorMod(this.turn.getAndIncrement(), candidates.size()));
	}

}
