package io.raftboot.core.node;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.function.Consumer;

import io.raftboot.core.session.OpenSession;
import org.jspecify.annotations.Nullable;

/**
 * The session of one start of a node: opened through the log when the first command asks
 * for it, and anew when it has expired. Gives commands their numbers and knows the lowest
 * one that is not answered. Loop thread only.
 */
final class NodeSession {

	/** Commands that may be unanswered at a time; fewer than the cluster remembers. */
	private static final int UNANSWERED_MAX = 1 << 19;

	private final OpenSession order;

	private final Machine engine;

	private final NodeClock clock;

	private final long timeoutNanos;

	private final Inbox inbox;

	/** For the next numbers; also those for which there is no session yet. */
	private final ArrayDeque<Proposal> waiting = new ArrayDeque<>();

	/**
	 * By number, from the lowest unanswered one on; null where nobody waits any more.
	 */
	private @Nullable Proposal[] unanswered = new Proposal[64];

	private long lowest = 1L;

	private long id;

	private long lastSequence;

	private boolean opening;

	private long openAgainNanos;

	NodeSession(SessionOptions options, long timeoutNanos, Machine engine, Inbox inbox, NodeClock clock) {
		this.order = new OpenSession(options.timeout().toMillis(), options.sessionsMax());
		this.timeoutNanos = timeoutNanos;
		this.engine = engine;
		this.inbox = inbox;
		this.clock = clock;
		this.openAgainNanos = clock.nanoTime();
	}

	/** Takes a command that wants a number. */
	void add(Proposal proposal) {
		this.waiting.add(proposal);
	}

	/** Numbers what waits, and passes it on; opens a session where there is none. */
	void advance(long nowNanos, Consumer<Proposal> numbered) {
		if (this.waiting.isEmpty()) {
			return;
		}
		if (this.id == 0L) {
			open(nowNanos, numbered);
			return;
		}
		while (!this.waiting.isEmpty() && this.lastSequence - lowestUnanswered(this.id) < UNANSWERED_MAX) {
			Proposal proposal = this.waiting.remove();
			if (!proposal.isOver()) {
				number(proposal);
				numbered.accept(proposal);
			}
		}
	}

	private void number(Proposal proposal) {
		if (this.lastSequence + 1 - this.lowest == this.unanswered.length) {
			grow();
		}
		proposal.session = this.id;
		proposal.sequence = ++this.lastSequence;
		this.unanswered[slot(proposal.sequence)] = proposal;
	}

	private void grow() {
		Proposal[] larger = new Proposal[this.unanswered.length * 2];
		for (long sequence = this.lowest; sequence <= this.lastSequence; sequence++) {
			larger[(int) sequence & (larger.length - 1)] = this.unanswered[slot(sequence)];
		}
		this.unanswered = larger;
	}

	private int slot(long sequence) {
		return (int) sequence & (this.unanswered.length - 1);
	}

	private void open(long nowNanos, Consumer<Proposal> proposer) {
		if (this.opening || nowNanos - this.openAgainNanos < 0) {
			return;
		}
		this.opening = true;
		Proposal opening = Proposal.ofEngine(this.engine, this.order.encode(), nowNanos + this.timeoutNanos);
		opening.whenComplete((committed, failure) -> this.inbox.execute(() -> {
			this.opening = false;
			if (failure == null) {
				this.id = committed.index();
				this.lastSequence = 0L;
				this.lowest = 1L;
			}
			else {
				this.openAgainNanos = this.clock.nanoTime() + Retries.DELAY_NANOS;
			}
		}));
		proposer.accept(opening);
	}

	/** The cluster does not know this session. */
	void expired(long session) {
		if (session == this.id) {
			this.id = 0L;
			Arrays.fill(this.unanswered, null);
		}
	}

	/**
	 * Every command of the session with a lower number has been answered, or nobody waits
	 * for its answer any more.
	 */
	long lowestUnanswered(long session) {
		if (session != this.id) {
			return 0L;
		}
		while (this.lowest <= this.lastSequence && isOver(this.lowest)) {
			this.unanswered[slot(this.lowest++)] = null;
		}
		return this.lowest;
	}

	private boolean isOver(long sequence) {
		Proposal proposal = this.unanswered[slot(sequence)];
		return proposal == null || proposal.isOver();
	}

	/** Lets go of what was answered behind one that is not; it may be large. */
	private void release() {
		for (long sequence = this.lowest; sequence <= this.lastSequence; sequence++) {
			if (isOver(sequence)) {
				this.unanswered[slot(sequence)] = null;
			}
		}
	}

	/** How long the loop may wait before it has to look again. */
	long waitNanos(long nowNanos) {
		return (this.id == 0L && !this.opening && !this.waiting.isEmpty())
				? Math.max(1L, this.openAgainNanos - nowNanos) : Long.MAX_VALUE;
	}

	/**
	 * Ends those that waited here until their time was over, and forgets those that were
	 * answered; now and then.
	 */
	void expire(long nowNanos, Completions completions) {
		release();
		for (Iterator<Proposal> iterator = this.waiting.iterator(); iterator.hasNext();) {
			Proposal proposal = iterator.next();
			if (proposal.isOver() || proposal.deadlineNanos - nowNanos <= 0) {
				iterator.remove();
				completions.fail(proposal, (this.id == 0L) ? new NotLeaderException(null)
						: new RaftBusyException("Too many commands of this node are unanswered"));
			}
		}
	}

	/** Ends what waits here; it was never proposed. */
	void failAll(Completions completions, RuntimeException failure) {
		this.waiting.forEach((proposal) -> completions.fail(proposal, failure));
		this.waiting.clear();
	}

}
