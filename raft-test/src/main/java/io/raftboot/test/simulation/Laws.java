package io.raftboot.test.simulation;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.raftboot.core.model.AppendResponse;
import io.raftboot.core.model.EntryCursor;
import io.raftboot.core.model.EntryType;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.PreVoteRequest;
import io.raftboot.core.model.PreVoteResponse;
import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.model.Role;
import io.raftboot.core.model.TimeoutNow;
import io.raftboot.core.model.VoteRequest;
import io.raftboot.core.model.VoteResponse;
import io.raftboot.core.protocol.RaftCore;
import io.raftboot.core.statemachine.CommitContext;
import org.jspecify.annotations.Nullable;

/**
 * What Raft promises (figure 3), what may leave a node, and what a client may rely on;
 * looked at after every event.
 */
final class Laws {

	private final Map<NodeId, SimulatedNode> nodes;

	private final Coverage coverage;

	private final Map<Long, NodeId> leaders = new HashMap<>();

	/** What the entry of a term and index is, to be the same wherever it is written. */
	private final Map<Long, Long> entries = new HashMap<>();

	/**
	 * By index: term of the committed entry, and of the leader that was first to know.
	 */
	private final LongList committedTerms = new LongList();

	private final LongList commitTerms = new LongList();

	/** By index: the command that was applied there, and what it was answered. */
	private final LongList commands = new LongList();

	private final LongList results = new LongList();

	private final CommandCounts commandCounts = new CommandCounts();

	private final LeaderLaws leaderLaws;

	private final LeadershipLaws leadershipLaws;

	private final Attempts attempts;

	private long committed;

	private @Nullable BrokenLaw broken;

	Laws(Map<NodeId, SimulatedNode> nodes, Swarm swarm, Timeline timeline, Coverage coverage) {
		this.nodes = nodes;
		this.leadershipLaws = new LeadershipLaws(timeline, coverage);
		this.leaderLaws = new LeaderLaws(nodes, swarm);
		this.coverage = coverage;
		this.attempts = new Attempts(coverage);
	}

	/** Remembers what is wrong; the first one counts. */
	void broken(BrokenLaw law) {
		if (this.broken == null) {
			this.broken = law;
		}
	}

	/** Tells what went wrong in the middle of an event, if something did. */
	void throwBroken() {
		if (this.broken != null) {
			throw this.broken;
		}
	}

	/** What nodes are granted. */
	LeadershipLaws leaderships() {
		return this.leadershipLaws;
	}

	/** A listener of this node hears this. */
	void told(SimulatedNode node, RaftEvent event) {
		try {
			this.leadershipLaws.says(node, event);
		}
		catch (BrokenLaw ex) {
			broken(ex);
		}
	}

	long committed() {
		return this.committed;
	}

	/** Log matching: term and index tell the entry. */
	void appended(EntryCursor entry) {
		long fingerprint = 31L * entry.payload().hashCode() + entry.typeCode();
		Long known = this.entries.putIfAbsent(entry.term() << 32 | entry.index(), fingerprint);
		if (known != null && known != fingerprint) {
			throw new BrokenLaw("Two entries " + entry.index() + " of term " + entry.term());
		}
		if (known == null && entry.type() == EntryType.COMMAND) {
			this.attempts.appended(entry.index(), entry.payload());
		}
	}

	/** After each event of this node. */
	void check(SimulatedNode node) {
		throwBroken();
		RaftCore core = node.core();
		if (core == null) {
			return;
		}
		Seen seen = node.seen();
		require(core.term() >= seen.term, node, "goes back from term ", seen.term);
		require(core.commitIndex() >= seen.commitIndex, node, "takes back its commit index ", seen.commitIndex);
		require(node.appliedIndex() >= seen.appliedIndex, node, "takes back its applied index ", seen.appliedIndex);
		require(node.appliedIndex() <= core.commitIndex(), node, "applied what is not committed, ",
				node.appliedIndex());
		require(core.commitIndex() <= core.lastIndex(), node, "committed what it does not have, ", core.commitIndex());
		if (core.role() == Role.LEADER && (seen.role != Role.LEADER || core.term() != seen.term)) {
			elected(node, core);
		}
		if (seen.role == Role.LEADER && (core.role() != Role.LEADER || core.term() != seen.term)) {
			this.coverage.count(Transition.STEPPED_DOWN);
		}
		for (long index = seen.commitIndex + 1; index <= core.commitIndex(); index++) {
			committed(node, core, index);
		}
		this.leaderLaws.check(node, core);
		this.leadershipLaws.check(node);
		if (core.membershipIndex() != seen.membershipIndex) {
			configured(node, core);
		}
		seen.note(core, node.appliedIndex());
	}

	/** Election safety, and leader completeness. */
	private void elected(SimulatedNode node, RaftCore core) {
		this.coverage.count(Transition.ELECTED);
		require(node.id().equals(node.record().vote(core.term())), node,
				"leads before its own vote is durable in term ", core.term());
		NodeId other = this.leaders.putIfAbsent(core.term(), node.id());
		require(other == null || other.equals(node.id()), node, "is a second leader of term ", core.term());
		long known = this.committed;
		while (known > 0 && this.commitTerms.get(known) >= core.term()) {
			known--;
		}
		require(known <= core.baseIndex() || core.termOf(known) == this.committedTerms.get(known), node,
				"leads without committed entry ", known);
	}

	/** State machine safety: the same entry at this index everywhere, on enough disks. */
	private void committed(SimulatedNode node, RaftCore core, long index) {
		long term = core.termOf(index);
		if (index <= this.committed) {
			require(term == 0 || term == this.committedTerms.get(index), node, "committed another entry ", index);
			return;
		}
		require(index == this.committed + 1 && term > 0, node, "is the first to know of commit index ", index);
		this.committed = index;
		this.committedTerms.set(index, term);
		this.commitTerms.set(index, core.term());
		Predicate<NodeId> holds = (voter) -> holds(voter, index, term);
		require(LeaderLaws.isQuorum(node.seen().membership, holds) || LeaderLaws.isQuorum(core.membership(), holds),
				node, "committed without a quorum of disks entry ", index);
		for (SimulatedNode other : this.nodes.values()) {
			RaftCore leader = other.core();
			if (leader != null && leader.role() == Role.LEADER && leader.term() > core.term()) {
				require(leader.termOf(index) == term || index <= leader.baseIndex(), other, "leads without entry ",
						index);
			}
		}
	}

	private boolean holds(NodeId voter, long index, long term) {
		SimulatedNode node = this.nodes.get(voter);
		return node != null && node.record().holds(index, term);
	}

	private void configured(SimulatedNode node, RaftCore core) {
		Membership before = node.seen().membership;
		Membership after = core.membership();
		if (core.role() == Role.LEADER) {
			count(after.isJoint() && !before.isJoint(), Transition.ENTERED_JOINT);
			count(before.isJoint() && !after.isJoint(), Transition.LEFT_JOINT);
			count(after.learners().size() > before.learners().size(), Transition.LEARNER_ADDED);
			for (Peer peer : before.members()) {
				Peer now = after.member(peer.id());
				count(now == null, Transition.VOTER_REMOVED);
				count(now == null && peer.id().equals(node.id()), Transition.LEADER_REMOVED);
				count(now != null && !now.address().equals(peer.address()), Transition.ADDRESS_CHANGED);
			}
			for (Peer joining : before.joining()) {
				count(after.isVoter(joining.id()), Transition.PROMOTED);
			}
		}
		count(node.setup().join() && before.member(node.id()) == null && after.member(node.id()) != null,
				Transition.JOINED);
	}

	private void count(boolean happened, Transition transition) {
		if (happened) {
			this.coverage.count(transition);
		}
	}

	/** Terms, votes and log tails leave a node only when durable. */
	void leaves(SimulatedNode node, NodeId to, Message message) {
		if (!(message instanceof Message.Protocol)) {
			return;
		}
		DurableRecord disk = node.record();
		check(disk.hardState().term() >= message.term() || message instanceof PreVoteRequest, node,
				"lets out before its term is durable: ", message);
		boolean current = disk.hardState().term() == message.term();
		if (message instanceof VoteResponse vote) {
			count(!vote.granted(), Transition.VOTE_REFUSED);
			check(!vote.granted() || !current || to.equals(disk.vote(message.term())), node,
					"lets out before its vote is durable: ", message);
			check(!vote.granted() || !current || !node.promise().forbids(to, message.term()), node,
					"has promised a leader to refuse: ", message);
		}
		else if (message instanceof VoteRequest) {
			check(!current || node.id().equals(disk.vote(message.term())), node,
					"asks for votes before its own is durable: ", message);
		}
		else if (message instanceof AppendResponse response) {
			count(!response.success(), Transition.APPEND_REFUSED);
			check(!response.success() || !current || disk.reaches(response.matchIndex()), node,
					"acknowledges what is not durable: ", message);
		}
		else if (message instanceof TimeoutNow order && this.nodes.containsKey(to)) {
			this.nodes.get(to).promise().ordered(order);
		}
		else if (message instanceof PreVoteResponse answer) {
			count(!answer.granted(), Transition.PRE_VOTE_REFUSED);
		}
	}

	/** Every machine is given the same commands and answers the same. */
	void applied(NodeId node, CommitContext context, ByteBuffer content, int resultHash) {
		int commandHash = content.hashCode();
		long index = context.index();
		long command = 1L << 32 | (commandHash & 0xffffffffL);
		if (this.commands.get(index) == 0L) {
			this.commands.set(index, command);
			this.results.set(index, resultHash);
			try {
				this.commandCounts.executed(content, index);
			}
			catch (BrokenLaw ex) {
				broken(ex);
			}
		}
		else if (this.commands.get(index) != command) {
			broken(new BrokenLaw("The state machine of " + node + " gets another command at index " + index));
		}
		else if (this.results.get(index) != resultHash) {
			broken(new BrokenLaw("The state machine of " + node + " answers the command at index " + index
					+ " otherwise than that of another node: it is not deterministic"));
		}
	}

	/** A client sends this. */
	void sent(byte[] command) {
		this.commandCounts.sent(command);
	}

	/** A read sees what was committed anywhere when it was asked (thesis 6.4). */
	void read(SimulatedNode node, long committedBefore) {
		if (node.appliedIndex() < committedBefore) {
			broken(new BrokenLaw(node.id() + " answers a read from entry " + node.appliedIndex() + " although entry "
					+ committedBefore + " was committed when it was asked"));
		}
	}

	/** What a client is told is committed is. */
	void acknowledged(long index, long term, int commandHash, int resultHash) {
		if (index > this.committed || this.committedTerms.get(index) != term) {
			throw new BrokenLaw(
					"A client was told of entry " + index + " of term " + term + ", which is not the committed one");
		}
		if (this.commands.get(index) != (1L << 32 | (commandHash & 0xffffffffL))) {
			throw new BrokenLaw("A client was told that its command is entry " + index + ", which is another one");
		}
		if (this.results.get(index) != resultHash) {
			throw new BrokenLaw("A client was told another answer than that of entry " + index);
		}
	}

	private void check(boolean holds, SimulatedNode node, String what, Message message) {
		if (!holds) {
			broken(new BrokenLaw(node.id() + " " + what + message));
		}
	}

	private static void require(boolean holds, SimulatedNode node, String what, long number) {
		if (!holds) {
			throw new BrokenLaw(node.id() + " " + what + number);
		}
	}

}
