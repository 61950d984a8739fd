package io.raftboot.core.node;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.random.RandomGenerator;

import io.raftboot.core.model.ForwardRequest;
import io.raftboot.core.model.ForwardResponse;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.statemachine.CommandRejectedException;
import io.raftboot.core.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * The origin's side of forwarding: commands sent to the leader, first waiting to hear
 * where they were appended, then until this node applies that entry. A command is sent
 * once; when the leader changes or the connection breaks its outcome is unknown, and
 * {@link Retries} decides. After a break nothing is sent before the leader has spoken
 * again: who answers at its address may be a new process that leads no more, or have no
 * way back for its answer yet. Loop thread only.
 */
final class ForwardedCalls {

	private final NodeId self;

	private final Transport transport;

	private final Completions completions;

	/**
	 * In order of their numbers; answered ones are done or moved and leave from the head.
	 */
	private final ArrayDeque<Proposal> unanswered = new ArrayDeque<>();

	/** Appended by the leader, in order of their indexes. */
	private final ArrayDeque<Proposal> appended = new ArrayDeque<>();

	/** Whose connection broke, until it is heard of as the leader again. */
	private @Nullable NodeId lostLeader;

	private long lastRequestId;

	/**
	 * Numbers begin at random: an answer to what this node asked before a restart must
	 * not be taken for one to a new command.
	 */
	ForwardedCalls(NodeId self, Transport transport, Completions completions, RandomGenerator random) {
		this.lastRequestId = random.nextLong(1L << 62);
		this.self = self;
		this.transport = transport;
		this.completions = completions;
	}

	/** Sends these commands to the leader in one message. */
	void forward(List<Proposal> proposals, NodeId leader, long term) {
		List<ForwardRequest.Command> commands = new ArrayList<>(proposals.size());
		long firstRequestId = this.lastRequestId + 1;
		for (int i = 0; i < proposals.size(); i++) {
			Proposal proposal = proposals.get(i);
			proposal.requestId = ++this.lastRequestId;
			commands.add(new ForwardRequest.Command(proposal.machine.name, proposal.commandVersion, proposal.session,
					proposal.sequence, proposal.lowestUnanswered, proposal.key, proposal.command()));
		}
		if (!isLost(leader)
				&& this.transport.send(leader, new ForwardRequest(this.self, term, firstRequestId, commands))) {
			this.unanswered.addAll(proposals);
		}
		else {
			RuntimeException failure = new NotLeaderException(leader);
			proposals.forEach((proposal) -> this.completions.fail(proposal, failure));
		}
	}

	void onResponse(ForwardResponse response, long appliedOrHandedIndex) {
		long lastRequestId = response.firstRequestId() + response.count() - 1;
		Iterator<Proposal> iterator = this.unanswered.iterator();
		while (iterator.hasNext()) {
			Proposal proposal = iterator.next();
			if (proposal.requestId > lastRequestId) {
				return;
			}
			if (proposal.requestId >= response.firstRequestId()) {
				iterator.remove();
				answered(proposal, response, appliedOrHandedIndex);
			}
		}
	}

	private void answered(Proposal proposal, ForwardResponse response, long handedIndex) {
		switch (response.status()) {
			case APPENDED -> {
				proposal.appendedAt(response.term(),
						response.firstIndex() + proposal.requestId - response.firstRequestId());
				if (proposal.index <= handedIndex) {
					this.completions.fail(proposal, new OutcomeUnknownException(
							"The leader's answer came after entry " + proposal.index + " was applied here"));
				}
				else {
					this.appended.add(proposal);
				}
			}
			case NOT_LEADER -> this.completions.fail(proposal, new NotLeaderException(null));
			case BUSY -> this.completions.fail(proposal, new RaftBusyException(response.message()));
			case REJECTED -> this.completions.fail(proposal, new CommandRejectedException(response.message()));
			case NOT_READY -> this.completions.fail(proposal, new MachineNotReadyException(response.message()));
			case RESTORING -> this.completions.fail(proposal, new RestoreInProgressException(response.message()));
		}
	}

	/** Whether somebody waits for an entry up to this index. */
	boolean isWaitingFor(long lastIndex) {
		Proposal first = this.appended.peek();
		return first != null && first.index <= lastIndex;
	}

	/**
	 * Who waits for these entries, which are about to be applied, by distance from the
	 * first index; null when nobody does.
	 */
	Proposal @Nullable [] take(long firstIndex, long lastIndex, TermLookup terms) {
		if (!isWaitingFor(lastIndex)) {
			return null;
		}
		Proposal[] waiting = new Proposal[(int) (lastIndex - firstIndex) + 1];
		while (isWaitingFor(lastIndex)) {
			Proposal first = this.appended.remove();
			if (first.index >= firstIndex && terms.termOf(first.index) == first.term) {
				waiting[(int) (first.index - firstIndex)] = first;
			}
			else {
				this.completions.fail(first,
						new OutcomeUnknownException("Another leader's entry took index " + first.index));
			}
		}
		return waiting;
	}

	/**
	 * A snapshot stands for the entries up to this index: what became of them is lost.
	 */
	void skipTo(long index) {
		while (isWaitingFor(index)) {
			Proposal first = this.appended.remove();
			this.completions.fail(first,
					new OutcomeUnknownException("A snapshot took the place of entry " + first.index + " on this node"));
		}
	}

	/** The connection to the leader broke. */
	void leaderLost(NodeId leader) {
		this.lostLeader = leader;
		failAll(new OutcomeUnknownException("The connection to leader " + leader + " broke"));
	}

	/** It leads, and what it says gets here. */
	void leaderFound() {
		this.lostLeader = null;
	}

	boolean isLost(NodeId leader) {
		return leader.equals(this.lostLeader);
	}

	/** The leader they were sent to is the leader no more, or out of reach. */
	void failAll(RuntimeException failure) {
		this.unanswered.forEach((proposal) -> this.completions.fail(proposal, failure));
		this.unanswered.clear();
		this.appended.forEach((proposal) -> this.completions.fail(proposal, failure));
		this.appended.clear();
	}

	void expire(long nowNanos) {
		expire(this.unanswered, nowNanos);
		expire(this.appended, nowNanos);
	}

	private void expire(ArrayDeque<Proposal> proposals, long nowNanos) {
		for (Iterator<Proposal> iterator = proposals.iterator(); iterator.hasNext();) {
			Proposal proposal = iterator.next();
			if (proposal.isOver()) {
				iterator.remove();
			}
			else if (proposal.deadlineNanos - nowNanos <= 0) {
				iterator.remove();
				this.completions.fail(proposal,
						new RaftTimeoutException("The leader did not finish the command in time"));
			}
		}
	}

	/** Terms of the entries in this node's log. */
	@FunctionalInterface
	interface TermLookup {

		long termOf(long index);

	}

}
