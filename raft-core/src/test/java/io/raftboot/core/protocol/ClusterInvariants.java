package io.raftboot.core.protocol;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

import io.raftboot.core.model.AppendResponse;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.Role;
import io.raftboot.core.model.SnapshotMeta;
import io.raftboot.core.model.VoteRequest;
import io.raftboot.core.model.VoteResponse;

/** What Raft promises (figure 3), and what may leave a node, checked at each event. */
final class ClusterInvariants {

	private final CoreCluster cluster;

	private final Map<Long, NodeId> leaders = new HashMap<>();

	/** Terms of elections that a leader asked for. */
	private final Set<Long> transfers = new HashSet<>();

	private final Map<String, NodeId> votes = new HashMap<>();

	private final Map<Long, Long> entries = new HashMap<>();

	/**
	 * Of the entries committed anywhere: what they are, their terms, the term of the
	 * leader that committed them, and the state there.
	 */
	private final List<Long> committed = new ArrayList<>();

	private final List<Long> terms = new ArrayList<>();

	private final List<Long> commitTerms = new ArrayList<>();

	private final List<Long> states = new ArrayList<>(List.of(0L));

	private final TreeMap<Long, Membership> configurations = new TreeMap<>();

	ClusterInvariants(CoreCluster cluster) {
		this.cluster = cluster;
	}

	/** The highest index that any node ever saw committed. */
	long committed() {
		return this.committed.size();
	}

	/**
	 * Election safety; leader completeness: what was committed in an earlier term; and
	 * votes of every majority it needs.
	 */
	void elected(CoreNode node, long term) {
		NodeId other = this.leaders.putIfAbsent(term, node.id);
		require(other == null || other.equals(node.id), "Two leaders in term " + term, node);
		long known = committed();
		while (known > 0 && this.commitTerms.get((int) known - 1) >= term) {
			known--;
		}
		require(node.log.lastIndex() >= known, "A leader lacks committed entries", node);
		for (long i = node.log.baseIndex() + 1; i <= known; i++) {
			require(fingerprint(node.log.get(i)) == this.committed.get((int) i - 1),
					"A leader lacks committed entry " + i, node);
		}
		Membership membership = node.core().membership();
		requireQuorum(membership,
				(voter) -> node.id.equals(this.votes.get(voter + ":" + term))
						|| (voter.equals(node.id) && node.id.equals(node.disk.state.votedFor())),
				"Elected without votes", node);
		this.cluster.counters.count("elected while joint", membership.isJoint() ? 1 : 0);
		this.cluster.counters.count("elected while being removed", membership.isVoter(node.id) ? 0 : 1);
		this.cluster.counters.count("elected in a transfer", this.transfers.contains(term) ? 1 : 0);
	}

	/** Log matching: term and index tell the entry and the one before it. */
	void appended(CoreNode node, EntryBatch batch) {
		for (long i = batch.firstIndex(); i <= batch.lastIndex(); i++) {
			EntryBatch entry = node.log.get(i);
			long fingerprint = 31 * fingerprint(entry) + node.log.termOf(i - 1);
			Long known = this.entries.putIfAbsent(entry.lastTerm() << 32 | i, fingerprint);
			require(known == null || known == fingerprint, "Logs do not match at " + entry, node);
		}
	}

	/** Nothing committed goes, and a leader's log only grows. */
	void truncated(CoreNode node, long index) {
		require(node.core().role() != Role.LEADER, "A leader truncated its log", node);
		for (long i = index; i <= Math.min(node.log.lastIndex(), committed()); i++) {
			require(fingerprint(node.log.get(i)) != this.committed.get((int) i - 1),
					"Committed entry " + i + " truncated", node);
		}
	}

	/**
	 * State machine safety, and behind everything committed the disks of every majority
	 * of the configuration its leader had in effect.
	 */
	void committed(CoreNode node, long index) {
		require(index <= node.log.lastIndex(), "Committed what is not there", node);
		require(index > node.committed, "The commit index does not rise", node);
		for (long i = node.committed + 1; i <= index; i++) {
			long fingerprint = fingerprint(node.log.get(i));
			if (i <= committed()) {
				require(fingerprint == this.committed.get((int) i - 1), "Different entries committed at " + i, node);
				continue;
			}
			long position = i;
			requireQuorum(node.configurations.lastEntry().getValue(),
					(voter) -> this.cluster.node(voter).disk.holds(position, fingerprint), "Committed at " + i, node);
			this.committed.add(fingerprint);
			this.terms.add(node.log.termOf(i));
			this.commitTerms.add(node.core().term());
			this.states.add(31 * this.states.get((int) i - 1) + fingerprint);
			Membership membership = node.configurations.get(i);
			if (membership != null) {
				configurationCommitted(i, membership);
			}
		}
		node.committed = index;
	}

	private void configurationCommitted(long index, Membership membership) {
		Membership before = this.configurations.isEmpty() ? membership : this.configurations.lastEntry().getValue();
		require(before.isJoint() || membership.isJoint() || ids(before.voters()).equals(ids(membership.voters())),
				"Other voters without a joint configuration", null);
		require(!before.isJoint() || ids(before.voters()).equals(ids(membership.voters())),
				"A joint configuration ended otherwise", null);
		this.configurations.put(index, membership);
		ClusterCounters counters = this.cluster.counters;
		counters.count("joint configuration", membership.isJoint() ? 1 : 0);
		for (Peer joining : before.joining()) {
			counters.count("promoted", membership.isVoter(joining.id()) ? 1 : 0);
		}
		for (Peer member : before.members()) {
			counters.count("removed", (membership.member(member.id()) == null) ? 1 : 0);
		}
		boolean disjoint = membership.isJoint()
				&& membership.outgoingVoters().stream().noneMatch(membership.voters()::contains);
		counters.count("replaced by others", disjoint ? 1 : 0);
		counters.count("learner added", (membership.learners().size() > before.learners().size()) ? 1 : 0);
	}

	/** All state machines go through the same states, by entries or by snapshots. */
	void applied(CoreNode node) {
		require(node.applied <= committed(), "Applied what is not committed", node);
		require(node.state == this.states.get((int) node.applied), "Another state at " + node.applied, node);
	}

	/** S51: the configuration in a snapshot is the committed one, with its index. */
	void snapshot(CoreNode node, SnapshotMeta meta) {
		require(meta.term() == this.terms.get((int) meta.index() - 1), "A snapshot of another term", node);
		Map.Entry<Long, Membership> expected = this.configurations.floorEntry(meta.index());
		require(expected != null && expected.getKey() == meta.membershipIndex()
				&& expected.getValue().equals(meta.configuration().membership()),
				"A snapshot with another configuration than " + expected, node);
	}

	/** Terms, votes and log tails leave a node only when durable. */
	void leaves(CoreNode node, NodeId to, Message.Protocol message) {
		CoreDisk disk = node.disk;
		require(disk.state.term() >= message.term(), "Left before its term was durable: " + message, node);
		boolean current = disk.state.term() == message.term();
		if (message instanceof VoteResponse vote && vote.granted()) {
			require(!current || to.equals(disk.state.votedFor()), "Vote left before it was durable", node);
			vote(node, message.term(), to);
		}
		else if (message instanceof VoteRequest request) {
			require(!current || node.id.equals(disk.state.votedFor()), "Asked for votes without own", node);
			vote(node, message.term(), node.id);
			if (request.transfer() && this.transfers.add(message.term())) {
				this.cluster.counters.count("asked for votes in a transfer");
			}
		}
		else if (message instanceof AppendResponse response && response.success()) {
			require(!current || disk.log.lastIndex() >= response.matchIndex()
					|| (disk.snapshot != null && disk.snapshot.meta().index() >= response.matchIndex()),
					"Acknowledged before durable", node);
		}
	}

	/** After each event. */
	void check(CoreNode node) {
		RaftCore core = node.core();
		CoreLog log = node.disk.log;
		long durable = core.durableIndex();
		require(log.lastIndex() >= durable || node.disk.snapshot.meta().index() >= durable,
				"Claims more than its disk holds", node);
		require(core.lastIndex() == node.log.lastIndex() && core.baseIndex() == node.log.baseIndex(),
				"Disagrees about its log", node);
		require(!log.has(durable) || core.termOf(durable) == 0 || log.termOf(durable) == core.termOf(durable)
				|| node.disk.snapshot.meta().index() >= durable, "Claims an overwritten entry", node);
		require(core.commitIndex() == node.committed, "Disagrees about what is committed", node);
		require(node.configurations.isEmpty() || (node.configurations.lastKey() == core.membershipIndex()
				&& node.configurations.lastEntry().getValue().equals(core.membership())),
				"Another configuration is in effect than the latest of the log", node);
		if (core.role() == Role.LEADER) {
			require(node.id.equals(core.leader()), "Leads without knowing", node);
			boolean committed = core.membershipIndex() <= core.commitIndex()
					&& core.termOf(core.commitIndex()) == core.term();
			require(!committed || core.membership().isVoter(node.id), "Leads a cluster that it has left", node);
			checkLease(node);
		}
		else if (core.role() != Role.FOLLOWER) {
			require(core.membership().isVoter(node.id) || core.membershipIndex() > core.commitIndex(),
					"Campaigns in a cluster that it has left", node);
		}
	}

	/** Who has a lease is the only one to have one, and nobody leads a later term. */
	private void checkLease(CoreNode node) {
		if (node.core().leaseRemainingNanos(node.clockNanos()) == 0) {
			return;
		}
		for (CoreNode other : this.cluster.nodes) {
			require(!other.isLeader() || other.core().term() <= node.core().term(), "A lease holds while another leads",
					node);
		}
	}

	private void vote(CoreNode node, long term, NodeId candidate) {
		NodeId other = this.votes.putIfAbsent(node.id + ":" + term, candidate);
		require(other == null || other.equals(candidate), "Two votes in term " + term, node);
	}

	private void requireQuorum(Membership membership, Predicate<NodeId> has, String what, CoreNode node) {
		for (List<Peer> voters : List.of(membership.voters(), membership.outgoingVoters())) {
			long count = voters.stream().filter((voter) -> has.test(voter.id())).count();
			require(voters.isEmpty() || 2 * count > voters.size(), what + " with " + count + " of " + ids(voters),
					node);
		}
	}

	private static List<NodeId> ids(List<Peer> peers) {
		return peers.stream().map(Peer::id).sorted((a, b) -> a.value().compareTo(b.value())).toList();
	}

	static long fingerprint(EntryBatch entry) {
		return entry.lastTerm() << 32 ^ entry.bytes().hashCode();
	}

	private void require(boolean holds, String what, CoreNode node) {
		if (!holds) {
			throw new AssertionError(
					what + " [" + ((node != null) ? node.id : "") + " at " + this.cluster.nowNanos + "]");
		}
	}

}
