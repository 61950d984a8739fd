package io.raftboot.benchmarks.load;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.raftboot.benchmarks.cluster.AppliedOperations;
import io.raftboot.benchmarks.meter.Latencies;
import org.HdrHistogram.Histogram;

/**
 * Keeps a fixed number of operations outstanding, driven by the one thread that calls
 * {@link #run}. A completion only notes the time and puts its slot into a queue; the
 * driver takes it out, records the latency and starts the next operation with it. The
 * driver parks while the queue is empty and never spins, so that it takes no core from
 * the engine.
 * <p>
 * Latency ends in the completion, before the driver wakes up; the rate includes that
 * wake-up, as it would for a caller that waits for a future.
 */
public final class ClosedLoop {

	private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(30);

	private static final long FAILURE_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private static final long FAILURES_MAX = 1000;

	private final Operation operation;

	private final int outstanding;

	private final int payloadBytes;

	private final Duration drainTimeout;

	private final SlotQueue completed;

	private final Histogram histogram = Latencies.histogram();

	private final Map<String, Long> failures = new TreeMap<>();

	private long failed;

	private long nextId = 1;

	private long acknowledged;

	private long acknowledgedIdSum;

	private int inFlight;

	private boolean measuring;

	private long windowStart;

	private long windowEnd;

	public ClosedLoop(Operation operation, int outstanding, int payloadBytes) {
		this(operation, outstanding, payloadBytes, DRAIN_TIMEOUT);
	}

	ClosedLoop(Operation operation, int outstanding, int payloadBytes, Duration drainTimeout) {
		if (payloadBytes < Long.BYTES) {
			throw new IllegalArgumentException(
					"A payload of " + payloadBytes + " bytes has no room for its id of " + Long.BYTES + " bytes");
		}
		if (outstanding < 1) {
			throw new IllegalArgumentException("At least one operation must be outstanding, not " + outstanding);
		}
		this.operation = operation;
		this.outstanding = outstanding;
		this.payloadBytes = payloadBytes;
		this.drainTimeout = drainTimeout;
		this.completed = new SlotQueue(outstanding);
	}

	/**
	 * Runs once: warm-up, measured window, and then until nothing is outstanding. Ends
	 * early when very many operations fail.
	 */
	public LoadResult run(Duration warmup, Duration measured, MeasuredPart part) {
		for (int i = 0; i < this.outstanding; i++) {
			start(new Slot(this.completed, this.payloadBytes));
		}
		drive(System.nanoTime() + warmup.toNanos());
		part.begins();
		this.windowStart = System.nanoTime();
		this.windowEnd = this.windowStart + measured.toNanos();
		this.measuring = true;
		drive(this.windowEnd);
		part.ends();
		drain();
		return new LoadResult(measured.toNanos(), this.histogram.getTotalCount(), Latencies.of(this.histogram),
				this.acknowledged, this.acknowledgedIdSum, this.failures, this.inFlight);
	}

	private void drive(long deadlineNanos) {
		long nowNanos = System.nanoTime();
		while (nowNanos - deadlineNanos < 0 && this.failed < FAILURES_MAX) {
			Slot slot = this.completed.poll(deadlineNanos);
			if (slot == null) {
				return;
			}
			end(slot);
			if (slot.failure() != null) {
				LockSupport.parkNanos(FAILURE_PAUSE_NANOS);
			}
			start(slot);
			// Another look at the clock would be charged to every engine, most to the
			// fastest.
			nowNanos = slot.startedNanos();
		}
	}

	private void drain() {
		long deadlineNanos = System.nanoTime() + this.drainTimeout.toNanos();
		while (this.inFlight > 0) {
			Slot slot = this.completed.poll(deadlineNanos);
			if (slot == null) {
				return;
			}
			end(slot);
		}
	}

	private void start(Slot slot) {
		this.inFlight++;
		slot.start(this.nextId++, this.operation);
	}

	private void end(Slot slot) {
		this.inFlight--;
		Throwable failure = slot.failure();
		if (failure != null) {
			this.failed++;
			Throwable cause = (failure instanceof CompletionException && failure.getCause() != null)
					? failure.getCause() : failure;
			this.failures.merge(cause.getClass().getSimpleName(), 1L, Long::sum);
			return;
		}
		this.acknowledged++;
		this.acknowledgedIdSum += AppliedOperations.scatter(slot.id());
		// What piled up around the window's ends counts where it was completed
		if (this.measuring && slot.completedNanos() - this.windowStart >= 0
				&& slot.completedNanos() - this.windowEnd < 0) {
			Latencies.record(this.histogram, slot.latencyNanos());
		}
	}

}
