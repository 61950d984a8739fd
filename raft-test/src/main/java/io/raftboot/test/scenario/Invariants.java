package io.raftboot.test.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import io.raftboot.core.model.AppendResponse;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.Role;
import io.raftboot.core.model.VoteRequest;
import io.raftboot.core.model.VoteResponse;
import io.raftboot.core.protocol.RaftCore;
import org.jspecify.annotations.Nullable;

/**
 * What Raft promises (figure 3), what may leave a node, and what a state machine may be
 * given: checked at each event of each script without being asked.
 */
final class Invariants {

	private final Cluster cluster;

	private final Map<Long, NodeId> leaders = new TreeMap<>();

	private final Map<String, NodeId> votes = new TreeMap<>();

	private final Map<Long, Long> entries = new TreeMap<>();

	/** Fingerprints by index - 1, null where a script did not say what stands there. */
	private final List<@Nullable Long> committed = new ArrayList<>();

	private final Map<NodeId, Long> terms = new TreeMap<>();

	private final Map<RaftCore, long[]> progress = new java.util.IdentityHashMap<>();

	Invariants(Cluster cluster) {
		this.cluster = cluster;
	}

	/** The highest index that any node ever saw committed. */
	long committedIndex() {
		return this.committed.size();
	}

	/** A snapshot that is there from the start: what it covers counts as committed. */
	void given(long index, Iterable<Node> nodes) {
		for (long i = committedIndex() + 1; i <= index; i++) {
			Long found = null;
			for (Node node : nodes) {
				if (node.disk().log().holds(i) && node.disk().log().holds(index)) {
					found = EntryLog.fingerprint(node.disk().log().entry(i));
				}
			}
			this.committed.add(found);
		}
	}

	/** A node that lost its disk owes nothing to what it said before. */
	void wiped(Node node) {
		this.terms.remove(node.id());
		this.votes.keySet().removeIf((vote) -> vote.startsWith(node.id() + ":"));
	}

	/** Election safety and leader completeness. */
	void elected(Node node, long term) {
		NodeId other = this.leaders.putIfAbsent(term, node.id());
		require(other == null || other.equals(node.id()), "Two leaders in term " + term + ": " + other + " and", node);
		require(node.log().lastIndex() >= committedIndex(), "A leader lacks committed entries", node);
		for (long index = node.log().baseIndex() + 1; index <= committedIndex(); index++) {
			require(isCommitted(index, node.log()), "A leader lacks committed entry " + index, node);
		}
	}

	/** The log a node starts with. */
	void recovered(Node node) {
		matches(node, node.log().baseIndex() + 1, node.log().lastIndex());
	}

	/** Log matching: term and index tell the entry and the one before it. */
	void appended(Node node, EntryBatch batch) {
		matches(node, batch.firstIndex(), batch.lastIndex());
	}

	private void matches(Node node, long first, long last) {
		for (long index = first; index <= last; index++) {
			EntryBatch entry = node.log().entry(index);
			long fingerprint = 31 * EntryLog.fingerprint(entry) + node.log().termOf(index - 1);
			Long known = this.entries.putIfAbsent(entry.lastTerm() << 32 | index, fingerprint);
			require(known == null || known == fingerprint, "Logs do not match at " + entry, node);
		}
	}

	void truncated(Node node, long from) {
		for (long index = from; index <= Math.min(node.log().lastIndex(), committedIndex()); index++) {
			require(!isCommitted(index, node.log()), "Committed entry " + index + " truncated", node);
		}
	}

	/** State machine safety, and a quorum of disks behind everything committed. */
	void committed(Node node, long index, Membership inEffect, boolean leads) {
		require(index <= node.log().lastIndex(), "Committed what is not there", node);
		for (long i = node.log().baseIndex() + 1; i <= index; i++) {
			if (i <= committedIndex()) {
				require(isCommitted(i, node.log()), "Different entries committed at " + i, node);
				continue;
			}
			require(leads, "Committed at " + i + " before any leader did", node);
			long fingerprint = EntryLog.fingerprint(node.log().entry(i));
			if (!isOnQuorum(i, fingerprint, inEffect.voters())
					|| (inEffect.isJoint() && !isOnQuorum(i, fingerprint, inEffect.outgoingVoters()))) {
				require(false, "Committed at " + i + " without a quorum of " + MembershipText.text(inEffect)
						+ " having it on disk", node);
			}
			this.committed.add(fingerprint);
		}
	}

	/** Each committed entry once, in order. */
	void applied(Node node, long index, EntryBatch entry) {
		require(index <= committedIndex() && isCommitted(index, node.log()),
				"Applied " + entry + " which is not committed", node);
	}

	void installed(Node node, long appliedIndex, NodeSnapshot snapshot) {
		require(snapshot.index() > appliedIndex,
				"State rolled back from " + appliedIndex + " to snapshot " + snapshot.index(), node);
	}

	/** Terms, votes and log tails leave a node only when durable. */
	void leaves(Node node, NodeId to, Message.Protocol message) {
		long durableTerm = node.disk().hardState().term();
		require(durableTerm >= message.term(), "A message left before its term was durable", node);
		boolean current = durableTerm == message.term();
		NodeId durableVote = node.disk().hardState().votedFor();
		if (message instanceof VoteResponse vote && vote.granted()) {
			require(!current || to.equals(durableVote), "A vote left before it was durable", node);
			voted(node, message.term(), to);
		}
		else if (message instanceof VoteRequest) {
			require(!current || node.id().equals(durableVote), "Asked for votes before its own was durable", node);
			voted(node, message.term(), node.id());
		}
		else if (message instanceof AppendResponse response && response.success()) {
			require(!current || node.disk().coveredIndex() >= response.matchIndex(),
					"Acknowledged up to " + response.matchIndex() + " before it was durable", node);
		}
	}

	/** After each event. */
	void check(Node node) {
		RaftCore core = node.core();
		long term = this.terms.getOrDefault(node.id(), 0L);
		require(core.term() >= term, "Its term fell", node);
		this.terms.put(node.id(), Math.max(term, node.disk().hardState().term()));
		long[] before = this.progress.computeIfAbsent(core, (started) -> new long[2]);
		require(core.commitIndex() >= before[0], "Its commit index fell", node);
		require(node.applier().index() >= before[1], "Its applied index fell", node);
		before[0] = core.commitIndex();
		before[1] = node.applier().index();
		require(core.lastIndex() == node.log().lastIndex() && core.lastTerm() == node.log().termOf(core.lastIndex()),
				"Disagrees with its log about the last entry", node);
		require(core.durableIndex() <= node.disk().coveredIndex(), "Claims more than its disk holds", node);
		long durable = core.durableIndex();
		NodeSnapshot snapshot = node.disk().snapshot();
		require((snapshot != null && snapshot.index() >= durable) || !node.disk().log().holds(durable)
				|| node.disk().log().termOf(durable) == core.termOf(durable), "Claims an overwritten entry", node);
		if (core.role() == Role.LEADER) {
			require(node.id().equals(core.leader()), "Leads without knowing", node);
			checkLease(node, core);
		}
	}

	/** Who has a lease is the only one to have one, and nobody leads a later term. */
	private void checkLease(Node node, RaftCore core) {
		for (Node other : this.cluster.nodes()) {
			if (core.leaseRemainingNanos(node.clockNanos()) > 0) {
				require(!other.isLeader() || other.core().term() <= core.term(),
						"A lease holds while a later term is led by another", node);
			}
			else if (other.isLeader() && other.core().term() < core.term()) {
				require(other.core().leaseRemainingNanos(other.clockNanos()) == 0,
						"An older lease holds while a later term is led by this", node);
			}
		}
	}

	private boolean isCommitted(long index, EntryLog log) {
		Long known = this.committed.get((int) index - 1);
		return known == null || known == EntryLog.fingerprint(log.entry(index));
	}

	private boolean isOnQuorum(long index, long fingerprint, List<Peer> voters) {
		long holders = voters.stream()
			.map((peer) -> this.cluster.find(peer.id()))
			.filter(Objects::nonNull)
			.filter((holder) -> isOnDisk(index, fingerprint, holder.disk()))
			.count();
		return 2 * holders > voters.size();
	}

	private static boolean isOnDisk(long index, long fingerprint, NodeDisk disk) {
		if (disk.log().holds(index)) {
			return EntryLog.fingerprint(disk.log().entry(index)) == fingerprint;
		}
		return index <= disk.coveredIndex();
	}

	private void voted(Node node, long term, NodeId candidate) {
		NodeId other = this.votes.putIfAbsent(node.id() + ":" + term, candidate);
		require(other == null || other.equals(candidate), "Two votes in term " + term + " by", node);
	}

	private void require(boolean holds, String what, Node node) {
		if (!holds) {
			throw this.cluster.failure("Broken invariant: " + what + " [node " + node.id() + "]");
		}
	}

}
