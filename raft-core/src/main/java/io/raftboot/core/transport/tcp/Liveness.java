package io.raftboot.core.transport.tcp;

/**
 * Notices a connection that is silently dead, as after a power cut or a partition, for
 * TCP alone would take minutes. Asks for a sign of life in intervals; while the peer's
 * socket is full, bytes taken are the sign. Loop thread only.
 */
final class Liveness {

	/** What is to be done now. */
	enum Step {

		/** Send a ping. */
		ASK,
		/** Nothing. */
		WAIT,
		/** Give the connection up. */
		DEAD

	}

	private final long intervalNanos;

	private final long silenceNanosMax;

	private boolean waiting;

	private long waitingSinceNanos;

	private long nextNanos;

	Liveness(TcpTransportOptions options) {
		this.intervalNanos = options.pingInterval().toNanos();
		this.silenceNanosMax = options.silenceMax().toNanos();
	}

	void start(long nowNanos) {
		this.nextNanos = nowNanos + this.intervalNanos;
	}

	/** When {@link #onTimer} is due. */
	long nextNanos() {
		return this.nextNanos;
	}

	/** The peer answered, or took bytes after its socket had been full. */
	void onSign() {
		this.waiting = false;
	}

	/** To be called after all I/O that is ready, so that no sign lies unread. */
	Step onTimer(long nowNanos, boolean backlog) {
		if (this.waiting && nowNanos - this.waitingSinceNanos >= this.silenceNanosMax) {
			return Step.DEAD;
		}
		if (nowNanos - this.nextNanos < 0) {
			return Step.WAIT;
		}
		this.nextNanos = nowNanos + this.intervalNanos;
		if (this.waiting) {
			return Step.WAIT;
		}
		this.waiting = true;
		this.waitingSinceNanos = nowNanos;
		return backlog ? Step.WAIT : Step.ASK;
	}

}
