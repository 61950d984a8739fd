package io.raftboot.core.transport.tcp;

import java.util.function.DoubleSupplier;

/** How long to wait before the next attempt: doubling, with jitter. Loop thread only. */
final class Backoff {

	private final long firstNanos;

	private final long maxNanos;

	private final long refusedNanos;

	private final DoubleSupplier jitter;

	private int failures;

	Backoff(TcpTransportOptions options) {
		this.firstNanos = options.retryFirst().toNanos();
		this.maxNanos = options.retryMax().toNanos();
		this.refusedNanos = options.retryRefused().toNanos();
		this.jitter = options.jitter();
	}

	long afterFailureNanos() {
		int doublings = Math.min(this.failures++, 16);
		return jittered(Math.min(this.firstNanos << doublings, this.maxNanos));
	}

	long afterRefusalNanos() {
		return jittered(this.refusedNanos);
	}

	void reset() {
		this.failures = 0;
	}

	private long jittered(long nanos) {
		return nanos - (long) (nanos * this.jitter.getAsDouble() / 2);
	}

}
