package io.raftboot.test.simulation;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.Role;
import io.raftboot.core.protocol.RaftCore;

/** When a node may lead, when it may try to, and how long nobody else can. */
final class LeaderLaws {

	private final Map<NodeId, SimulatedNode> nodes;

	private final long timeoutNanos;

	LeaderLaws(Map<NodeId, SimulatedNode> nodes, Swarm swarm) {
		this.nodes = nodes;
		this.timeoutNanos = swarm.electionTimeoutMillis * 1_000_000L;
	}

	/** After each event of this node, before it is noted. */
	void check(SimulatedNode node, RaftCore core) {
		Seen seen = node.seen();
		if (core.role() == Role.LEADER) {
			node.promise().end();
			checkRivals(node, core);
			checkPromises(node, core);
		}
		else if (core.role() == Role.CANDIDATE && (seen.role != Role.CANDIDATE || seen.term != core.term())) {
			require(!node.promise().holds() || node.promise().wasOrdered(core.term() - 1)
					|| core.membership().voters().size() == 1, node, "campaigns although it has promised not to");
		}
		checkDisk(node, core);
	}

	/** While a lease holds nobody leads a later term. */
	private void checkRivals(SimulatedNode node, RaftCore core) {
		for (SimulatedNode other : this.nodes.values()) {
			RaftCore leader = other.core();
			if (leader != null && other != node && leader.role() == Role.LEADER) {
				SimulatedNode holder = (leader.term() < core.term()) ? other : node;
				require(leaseNanos(holder) == 0L, holder,
						"has a lease while another node leads term " + Math.max(leader.term(), core.term()));
			}
		}
	}

	/** A quorum keeps its promise for as long as the lease lasts. */
	private void checkPromises(SimulatedNode node, RaftCore core) {
		long leaseNanos = leaseNanos(node);
		if (leaseNanos == 0L) {
			return;
		}
		long nanos = node.clock().simulatedNanos(leaseNanos) - 10L;
		Membership membership = core.membership();
		require(isQuorum(membership, (voter) -> voter.equals(node.id()) || promises(voter, node, core.term(), nanos)),
				node, "has a lease of " + nanos + " ns, for which no quorum refuses its votes");
		for (Peer member : membership.members()) {
			SimulatedNode peer = this.nodes.get(member.id());
			require(peer == null || !peer.promise().mayObey(node.id(), core.term()), node,
					"has a lease while " + member.id() + " may campaign by its order");
		}
	}

	private boolean promises(NodeId voter, SimulatedNode leader, long term, long nanos) {
		SimulatedNode node = this.nodes.get(voter);
		return node != null && node.promise().remainingNanos(leader.id(), term) >= nanos;
	}

	private static long leaseNanos(SimulatedNode node) {
		return node.core().leaseRemainingNanos(node.clock().nanoTime());
	}

	/** Who cannot write leaves it to others to lead. */
	private void checkDisk(SimulatedNode node, RaftCore core) {
		Seen seen = node.seen();
		long nowNanos = node.clock().nanoTime();
		boolean waits = core.role() == Role.LEADER && core.durableIndex() < core.lastIndex()
				&& core.durableIndex() == seen.durableIndex;
		if (!waits || nowNanos - seen.checkedNanos > this.timeoutNanos / 4) {
			seen.stalledNanos = nowNanos; // or it did not run meanwhile
		}
		seen.checkedNanos = nowNanos;
		seen.durableIndex = core.durableIndex();
		require(nowNanos - seen.stalledNanos <= 2 * this.timeoutNanos, node, "leads on although its disk hangs");
	}

	static boolean isQuorum(Membership membership, Predicate<NodeId> has) {
		return !membership.voters().isEmpty() && isMajority(membership.voters(), has)
				&& (membership.outgoingVoters().isEmpty() || isMajority(membership.outgoingVoters(), has));
	}

	private static boolean isMajority(List<Peer> voters, Predicate<NodeId> has) {
		int count = 0;
		for (Peer voter : voters) {
			count += has.test(voter.id()) ? 1 : 0;
		}
		return 2 * count > voters.size();
	}

	private static void require(boolean holds, SimulatedNode node, String what) {
		if (!holds) {
			throw new BrokenLaw(node.id() + " " + what);
		}
	}

}
