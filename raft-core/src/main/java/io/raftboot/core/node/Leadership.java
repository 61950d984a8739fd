package io.raftboot.core.node;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.raftboot.core.model.FencingToken;

/**
 * One leadership of a node, from when it was granted: what only one node of the cluster
 * may do is done while it {@link #isHeld()}. By the clocks of the nodes no two hold one
 * at the same time. For any thread.
 * <p>
 * A look at the clock is over before what is done because of it: a process that stops in
 * between, for as long as it may be, goes on as if nothing had happened. Only the
 * receiver can refuse what comes too late, by the {@link #token()}; see
 * {@link FencingGuard}.
 */
public final class Leadership {

	private static final NodeClock STANDING_STILL = new NodeClock() {

		@Override
		public long nanoTime() {
			return 0L;
		}

		@Override
		public long currentTimeMillis() {
			return 0L;
		}

	};

	private final FencingToken token;

	private final NodeClock clock;

	private final CompletableFuture<Void> revoked = new CompletableFuture<>();

	private volatile long heldUntilNanos;

	private volatile boolean over;

	Leadership(FencingToken token, NodeClock clock, long heldUntilNanos) {
		this.token = token;
		this.clock = clock;
		this.heldUntilNanos = heldUntilNanos;
	}

	/** One that is always held, for tests and for applications that run alone. */
	public static Leadership permanent(FencingToken token) {
		return new Leadership(token, STANDING_STILL, Long.MAX_VALUE);
	}

	/** Its number; every later leadership has a greater one. */
	public FencingToken token() {
		return this.token;
	}

	/**
	 * Whether it can be relied on at this moment. The clock decides: it turns false when
	 * the lease runs out, whether or not the node itself has run since. It may turn true
	 * again until it is revoked, after a cut or a hand-over that was given up. Cheap.
	 */
	public boolean isHeld() {
		return remainingNanos() > 0L;
	}

	/**
	 * How long it lasts if no other node answers any more; zero if it is not held. No
	 * other node is granted leadership for so long, not even when this one hands
	 * leadership over or steps down at once.
	 */
	public Duration remaining() {
		return Duration.ofNanos(remainingNanos());
	}

	private long remainingNanos() {
		return this.over ? 0L : Math.max(0L, this.heldUntilNanos - this.clock.nanoTime());
	}

	/** Whether it is over for good. */
	public boolean isRevoked() {
		return this.over;
	}

	/**
	 * Goes on only while it is held.
	 * @throws NotLeaderException if it is not
	 */
	public void requireHeld() {
		if (!isHeld()) {
			throw new NotLeaderException(null, "Leadership of term " + this.token.term()
					+ (this.over ? " is over" : " cannot be relied on: the lease has run out"));
		}
	}

	/**
	 * Runs this when it is over, at once if it is: on a thread of the node, or on this
	 * one. Must be short. A lease that runs out is not the end, see {@link #isHeld()}.
	 */
	public void onRevoked(Runnable action) {
		this.revoked.thenRun(action);
	}

	/** The lease holds until then. */
	void heldUntil(long nanos) {
		if (nanos != this.heldUntilNanos) {
			this.heldUntilNanos = nanos;
		}
	}

	/** Ends it; those who wait for that are told by whoever completes the answer. */
	CompletableFuture<Void> end() {
		this.over = true;
		return this.revoked;
	}

	@Override
	public String toString() {
		return "leadership " + this.token + (this.over ? ", over" : ", for " + remaining());
	}

}
