package io.raftboot.core.node;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.raftboot.core.model.CommandEnvelope;
import io.raftboot.core.model.EntryBatchBuilder;
import io.raftboot.core.model.EntryLayout;
import io.raftboot.core.model.EntryType;
import io.raftboot.core.model.Role;
import io.raftboot.core.protocol.RaftCore;

/**
 * Lets state from before the cluster in, once: a new leader that has applied its no-op
 * and finds machines that nobody has touched asks them, proposes INIT for what they give,
 * and holds commands back until then. A machine that is not on every member is asked
 * later, when it is. Loop thread only.
 */
final class InitGate {

	/** Most bytes of a machine's state, which has to fit into one entry. */
	static final int STATE_BYTES_MAX = 32 << 20;

	private final RaftCore core;

	private final Outbox outbox;

	private final Applier applier;

	private final Machines machines;

	private final MachineCatalogue catalogue;

	private final NodeClock clock;

	private boolean open = true;

	private boolean leads;

	/** Whether a question is under way, or what was answered is. */
	private boolean asking;

	private boolean answered;

	/** Who was asked in this term. */
	private final Set<Machine> asked = new HashSet<>();

	/** What the catalogue had when it was last looked at, -1 before the first look. */
	private long seenRevision;

	private final ArrayDeque<InitQuestion.Answer> answers = new ArrayDeque<>();

	private long noOpIndex;

	InitGate(RaftCore core, Outbox outbox, Applier applier, Machines machines, MachineCatalogue catalogue,
			NodeClock clock) {
		this.machines = machines;
		this.catalogue = catalogue;
		this.core = core;
		this.outbox = outbox;
		this.applier = applier;
		this.clock = clock;
	}

	/** Whether commands may be proposed. */
	boolean isOpen() {
		return this.open;
	}

	/** This node leads now, its no-op being the last entry. */
	void leading() {
		this.open = !this.applier.isUninitialised();
		this.leads = true;
		this.seenRevision = -1L;
		this.asked.clear();
		forgetAnswers();
		this.noOpIndex = this.core.lastIndex();
	}

	/** This node leads no more. */
	void following() {
		this.open = true;
		this.leads = false;
		forgetAnswers();
	}

	private void forgetAnswers() {
		this.asking = false;
		this.answered = false;
		this.answers.clear();
	}

	/** Asks when it is time to; true if the applier has a question now. */
	boolean ask() {
		if (!this.leads || this.asking || this.seenRevision == this.catalogue.revision()) {
			return false;
		}
		boolean uninitialised = this.applier.isUninitialised();
		if (uninitialised && this.applier.appliedIndex() < this.noOpIndex) {
			return false;
		}
		this.seenRevision = this.catalogue.revision();
		List<Machine> candidates = uninitialised ? candidates() : List.of();
		this.open = candidates.isEmpty();
		if (this.open) {
			return false;
		}
		this.asking = true;
		this.asked.addAll(candidates);
		this.applier.offer(new InitQuestion(this.core.term(), candidates));
		return true;
	}

	private List<Machine> candidates() {
		List<Machine> candidates = new ArrayList<>();
		for (Machine machine : this.machines.all()) {
			if (!machine.initialised && machine.commandVersion > 0 && !this.asked.contains(machine)) {
				candidates.add(machine);
			}
		}
		return candidates;
	}

	/**
	 * The machines have answered: their state goes into the log in front of every
	 * command.
	 */
	void collected(InitQuestion question, long nowNanos) {
		if (this.core.role() == Role.LEADER && this.core.term() == question.term) {
			this.answers.addAll(question.answers);
			this.answered = true;
			advance(nowNanos);
		}
	}

	/** Proposes what the protocol takes now; opens when nothing is left. */
	void advance(long nowNanos) {
		if (!this.answered) {
			return;
		}
		while (!this.answers.isEmpty() && this.core.canPropose(entryBytes(this.answers.peek()))) {
			InitQuestion.Answer answer = this.answers.remove();
			if (answer.machine().commandVersion > 0) {
				propose(answer, nowNanos);
			}
			else {
				this.asked.remove(answer.machine()); // a member came that lacks it
			}
		}
		this.open = this.answers.isEmpty();
		this.answered = !this.open;
		this.asking = this.answered;
	}

	private static int entryBytes(InitQuestion.Answer answer) {
		return EntryLayout.entryBytes(answer.machine().envelopeBytes(answer.state().remaining()));
	}

	private void propose(InitQuestion.Answer answer, long nowNanos) {
		int stateBytes = answer.state().remaining();
		if (stateBytes > STATE_BYTES_MAX) {
			throw new IllegalStateException("The initial state of '" + answer.machine().name + "' has " + stateBytes
					+ " bytes; at most " + STATE_BYTES_MAX + " fit");
		}
		EntryBatchBuilder builder = new EntryBatchBuilder(this.core.lastIndex() + 1, this.core.term(),
				entryBytes(answer));
		ByteBuffer target = builder.beginPayload();
		CommandEnvelope.write(target, answer.machine().nameBytes, this.clock.currentTimeMillis(), answer.state());
		builder.endPayload(EntryType.INIT);
		this.outbox.proposalsOfNextAppend(null);
		if (this.core.propose(builder.build(), nowNanos) < 0) {
			throw new IllegalStateException("The protocol had no room for the initial state");
		}
	}

}
