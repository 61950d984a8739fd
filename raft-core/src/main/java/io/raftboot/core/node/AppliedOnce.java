package io.raftboot.core.node;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

import io.raftboot.core.session.Answer;
import io.raftboot.core.session.OpenSession;
import io.raftboot.core.session.SessionTable;
import io.raftboot.core.session.Verdict;
import io.raftboot.core.statemachine.CommandFailedException;
import org.jspecify.annotations.Nullable;

/**
 * The node's copy of the table of sessions, and what it means to who waits. Like a
 * machine in memory it outlives a stop of the node within its process: entries it has
 * seen then are passed over. For the applier.
 */
final class AppliedOnce {

	private final SessionTable table = new SessionTable();

	/** Up to here the table has seen the log. */
	private long seenIndex;

	/** Whether a command was admitted whose answer is not known yet. */
	private boolean applying;

	/**
	 * The node starts.
	 * @param machinesWentBack whether a machine has less than it was given: what the
	 * table knows of the rest must not keep it from getting it again
	 */
	void open(boolean machinesWentBack) {
		if (machinesWentBack || this.applying) {
			this.table.clear();
			this.seenIndex = 0L;
			this.applying = false;
		}
	}

	void open(long index, OpenSession order, long nowMillis) {
		if (index > this.seenIndex) {
			this.seenIndex = index;
			this.table.open(index, order, nowMillis);
		}
	}

	/**
	 * Whether this command is to be applied, and remembered then; if not, who waits is
	 * told why, or what it was answered before.
	 */
	boolean admit(ByteBuffer payload, long index, long nowMillis, @Nullable Proposal proposal) {
		if (index <= this.seenIndex) {
			return false;
		}
		this.seenIndex = index;
		Verdict verdict = this.table.admit(payload, index, nowMillis);
		if (verdict != Verdict.FIRST && proposal != null) {
			tell(verdict, proposal);
		}
		this.applying = verdict == Verdict.FIRST;
		return this.applying;
	}

	private void tell(Verdict verdict, Proposal proposal) {
		switch (verdict) {
			case FIRST -> throw new IllegalArgumentException("It is still to be applied");
			case REPEATED -> repeat(this.table.remembered(), proposal);
			case SESSION_EXPIRED -> proposal.failure = new SessionExpiredException(
					"The session of this node expired; an earlier attempt may have been applied");
			case ANSWERED -> proposal.failure = new OutcomeUnknownException("Nobody waits for this command any more");
			case TOO_FAR_AHEAD ->
				proposal.failure = new RaftBusyException("Too many commands of this node are unanswered");
			case KEY_REUSED ->
				proposal.failure = new KeyReusedException("Another command has the same key; this one was not applied");
			case KEYS_FULL -> proposal.failure = keysFull(proposal.uncertain);
		}
	}

	/** An earlier attempt may still come behind this one, and find room. */
	private static RaftException keysFull(boolean uncertain) {
		String text = "As many keys as the cluster remembers are in use (raft.session.max-keys)";
		return uncertain ? new OutcomeUnknownException(text + "; an earlier attempt may yet be applied")
				: new RaftBusyException(text);
	}

	private static void repeat(Answer answer, Proposal proposal) {
		switch (answer.kind()) {
			case RESULT -> {
				proposal.appendedAt(answer.term(), answer.index());
				proposal.result = answer.result();
			}
			case FAILURE ->
				proposal.failure = new CommandFailedException(answer.failure().type(), answer.failure().code());
			case LOST -> proposal.failure = new ResultLostException(
					"The command was applied at index " + answer.index() + "; its result is not known here any more");
		}
	}

	/**
	 * Remembers what the command that was just applied was answered.
	 * @param told its result, which may be null, or its failure
	 */
	void remember(long index, long term, @Nullable Object told) {
		this.applying = false;
		if (told instanceof Answer.Failure failure) {
			this.table.remember(index, term, failure);
		}
		else {
			this.table.remember(index, term, (byte[]) told);
		}
	}

	/**
	 * Remembers that the machine has had the command before the node was restarted.
	 * @param kept what it was answered then, null if the machine did not keep that
	 */
	void rememberKept(long index, long term, @Nullable Answer kept) {
		this.applying = false;
		if (kept != null) {
			this.table.remember(kept);
		}
		else {
			this.table.rememberLost(index, term);
		}
	}

	/** Tells how much the table has to remember. */
	void tell(NodeMeter meter) {
		meter.sessionsKept(this.table.sessions(), this.table.keys());
	}

	byte[] encode() {
		return this.table.encode();
	}

	/** Takes over the table of a snapshot, unless this one has seen more. */
	void restore(byte[] encoded, long index) throws IOException {
		if (index <= this.seenIndex) {
			return;
		}
		this.table.clear();
		if (encoded.length > 0) {
			this.table.decode(new DataInputStream(new ByteArrayInputStream(encoded)));
		}
		this.seenIndex = index;
	}

}
