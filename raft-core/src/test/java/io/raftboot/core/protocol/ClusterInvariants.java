package io.raftboot.core.protocol;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.raftboot.core.model.AppendResponse;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Role;
import io.raftboot.core.model.VoteRequest;
import io.raftboot.core.model.VoteResponse;

/** What Raft promises (figure 3), and what may leave a node, checked at each event. */
final class ClusterInvariants {

	private final CoreCluster cluster;

	private final Map<Long, NodeId> leaders = new HashMap<>();

	private final Map<String, NodeId> votes = new HashMap<>();

	private final Map<Long, Long> entries = new HashMap<>();

	private final List<Long> committed = new ArrayList<>();

	ClusterInvariants(CoreCluster cluster) {
		this.cluster = cluster;
	}

	/** The highest index that any node ever saw committed. */
	long committed() {
		return this.committed.size();
	}

	int terms() {
		return this.leaders.size();
	}

	/** Election safety and leader completeness. */
	void elected(CoreNode node, long term) {
		NodeId other = this.leaders.putIfAbsent(term, node.id);
		require(other == null || other.equals(node.id), "Two leaders in term " + term, node);
		require(node.log.size() >= this.committed.size(), "A leader lacks committed entries", node);
		for (int i = 0; i < this.committed.size(); i++) {
			require(fingerprint(node.log.get(i)) == this.committed.get(i), "A leader lacks committed entry " + (i + 1),
					node);
		}
	}

	/** Log matching: term and index tell the entry and the one before it. */
	void appended(CoreNode node, EntryBatch batch) {
		for (int i = (int) batch.firstIndex() - 1; i < batch.lastIndex(); i++) {
			EntryBatch entry = node.log.get(i);
			long previousTerm = (i > 0) ? node.log.get(i - 1).lastTerm() : 0;
			long fingerprint = 31 * fingerprint(entry) + previousTerm;
			Long known = this.entries.putIfAbsent(entry.lastTerm() << 32 | entry.firstIndex(), fingerprint);
			require(known == null || known == fingerprint, "Logs do not match at " + entry, node);
		}
	}

	void truncated(CoreNode node, long index) {
		for (int i = (int) index - 1; i < Math.min(node.log.size(), this.committed.size()); i++) {
			require(fingerprint(node.log.get(i)) != this.committed.get(i), "Committed entry " + (i + 1) + " truncated",
					node);
		}
	}

	/** State machine safety, and a quorum of disks behind everything committed. */
	void committed(CoreNode node, long index) {
		require(index <= node.log.size(), "Committed what is not there", node);
		for (int i = (int) node.committed; i < index; i++) {
			long fingerprint = fingerprint(node.log.get(i));
			if (i < this.committed.size()) {
				require(fingerprint == this.committed.get(i), "Different entries committed at " + (i + 1), node);
				continue;
			}
			int position = i;
			long holders = this.cluster.nodes.stream()
				.filter(holder -> holder.durableLog.size() > position
						&& fingerprint(holder.durableLog.get(position)) == fingerprint)
				.count();
			require(2 * holders > this.cluster.nodes.size(),
					"Committed at " + (i + 1) + " with " + holders + " disks behind it", node);
			this.committed.add(fingerprint);
		}
		node.committed = index;
	}

	/** Terms, votes and log tails leave a node only when durable. */
	void leaves(CoreNode node, NodeId to, Message.Protocol message) {
		require(node.durableState.term() >= message.term(), "Left before its term was durable: " + message, node);
		boolean current = node.durableState.term() == message.term();
		if (message instanceof VoteResponse vote && vote.granted()) {
			require(!current || to.equals(node.durableState.votedFor()), "Vote left before it was durable", node);
			vote(node, message.term(), to);
		}
		else if (message instanceof VoteRequest) {
			require(!current || node.id.equals(node.durableState.votedFor()), "Asked for votes without own", node);
			vote(node, message.term(), node.id);
		}
		else if (message instanceof AppendResponse response && response.success()) {
			require(!current || node.durableLog.size() >= response.matchIndex(), "Acknowledged before durable", node);
		}
	}

	/** After each event. */
	void check(CoreNode node) {
		RaftCore core = node.core();
		require(core.durableIndex() <= node.durableLog.size(), "Claims more than its disk holds", node);
		require(core.lastIndex() == node.log.size(), "Disagrees about its log", node);
		int durable = (int) core.durableIndex();
		require(durable == 0 || node.durableLog.get(durable - 1).lastTerm() == core.termOf(durable),
				"Claims an overwritten entry", node);
		if (core.role() == Role.LEADER) {
			require(node.id.equals(core.leader()), "Leads without knowing", node);
			checkLease(node);
		}
	}

	/** Who has a lease is the only one to have one, and nobody leads a later term. */
	private void checkLease(CoreNode node) {
		if (node.core().leaseRemainingNanos(node.clockNanos()) == 0) {
			return;
		}
		for (CoreNode other : this.cluster.nodes) {
			require(!other.isRunning() || other.core().role() != Role.LEADER
					|| other.core().term() <= node.core().term(), "A lease holds while another leads", node);
		}
	}

	private void vote(CoreNode node, long term, NodeId candidate) {
		NodeId other = this.votes.putIfAbsent(node.id + ":" + term, candidate);
		require(other == null || other.equals(candidate), "Two votes in term " + term, node);
	}

	private static long fingerprint(EntryBatch entry) {
		return entry.lastTerm() << 32 ^ entry.bytes().hashCode();
	}

	private void require(boolean holds, String what, CoreNode node) {
		if (!holds) {
			throw new AssertionError(what + " [" + node.id + " at " + this.cluster.nowNanos + "]");
		}
	}

}
