package io.raftboot.core.node;

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
	private final CallChain<Proposal> waiting = new CallChain<>();

	/** Numbered calls that are not answered, as far as is known. */
	private @Nullable Proposal lowest;

	private @Nullable Proposal highest;

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

	/** Takes commands that want a number. */
	void addAll(CallChain<Proposal> proposals) {
		this.waiting.addAll(proposals);
	}

	/** Numbers what waits, and passes it on; opens a session where there is none. */
	void advance(long nowNanos, Consumer<CallChain<Proposal>> numbered) {
		if (this.waiting.isEmpty()) {
			return;
		}
		if (this.id == 0L) {
			open(nowNanos, numbered);
			return;
		}
		CallChain<Proposal> calls = new CallChain<>();
		calls.addAll(this.waiting);
		numbered.accept(number(calls));
		this.waiting.addAll(calls);
	}

	/** Takes out as many as may be unanswered. */
	private CallChain<Proposal> number(CallChain<Proposal> calls) {
		CallChain<Proposal> numbered = new CallChain<>();
		long end = lowestUnanswered(this.id) + UNANSWERED_MAX;
		Proposal last = this.highest;
		while (!calls.isEmpty() && this.lastSequence < end) {
			Proposal call = calls.remove();
			if (!call.isOver()) {
				call.session = this.id;
				call.sequence = ++this.lastSequence;
				if (last != null) {
					last.nextUnanswered = call;
				}
				else {
					this.lowest = call;
				}
				last = call;
				numbered.add(call);
			}
		}
		this.highest = last;
		return numbered;
	}

	private void open(long nowNanos, Consumer<CallChain<Proposal>> proposer) {
		if (this.opening || nowNanos - this.openAgainNanos < 0) {
			return;
		}
		this.opening = true;
		Proposal opening = Proposal.ofEngine(this.engine, this.order.encode(), nowNanos + this.timeoutNanos);
		opening.<Committed>future().whenComplete((committed, failure) -> this.inbox.execute(() -> {
			this.opening = false;
			if (failure == null) {
				this.id = committed.index();
				this.lastSequence = 0L;
			}
			else {
				this.openAgainNanos = this.clock.nanoTime() + Retries.DELAY_NANOS;
			}
		}));
		CallChain<Proposal> proposed = new CallChain<>();
		proposed.add(opening);
		proposer.accept(proposed);
	}

	/** The cluster does not know this session. */
	void expired(long session) {
		if (session == this.id) {
			this.id = 0L;
			this.lowest = null;
			this.highest = null;
		}
	}

	/**
	 * Every command of the session with a lower number has been answered, or nobody waits
	 * for its answer any more.
	 */
	long lowestUnanswered(long session) {
		if (session != this.id || session == 0L) {
			return 0L;
		}
		Proposal first = this.lowest;
		if (first != null && first.isOver()) {
			first = skipOver(first);
			this.lowest = first;
			if (first == null) {
				this.highest = null;
			}
		}
		return (first != null) ? first.sequence : this.lastSequence + 1;
	}

	/** The first one from here on that somebody waits for; unlinks those before it. */
	private static @Nullable Proposal skipOver(@Nullable Proposal call) {
		Proposal next = call;
		while (next != null && next.isOver()) {
			Proposal over = next;
			next = over.nextUnanswered;
			over.nextUnanswered = null;
		}
		return next;
	}

	/** Lets go of what was answered behind one that is not; it may be large. */
	private void release() {
		lowestUnanswered(this.id);
		for (Proposal kept = this.lowest; kept != null; kept = kept.nextUnanswered) {
			Proposal next = skipOver(kept.nextUnanswered);
			kept.nextUnanswered = next;
			if (next == null) {
				this.highest = kept;
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
		this.waiting.removeIf((proposal) -> proposal.isOver() || proposal.deadlineNanos - nowNanos <= 0)
			.drain((proposal) -> completions.fail(proposal, (this.id == 0L) ? new NotLeaderException(null)
					: new RaftBusyException("Too many commands of this node are unanswered")));
	}

	/** Ends what waits here; it was never proposed. */
	void failAll(Completions completions, RuntimeException failure) {
		this.waiting.drain((proposal) -> completions.fail(proposal, failure));
	}

}
