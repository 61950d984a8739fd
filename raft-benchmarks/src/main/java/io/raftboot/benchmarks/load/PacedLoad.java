package io.raftboot.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.raftboot.benchmarks.meter.Latencies;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Operations at a fixed rate, whatever their answers take: latency counts from when an
 * operation was due, so that a stall shows in all it held up. One thread starts them.
 */
public final class PacedLoad implements AutoCloseable {

	private final Operation operation;

	private final long intervalNanos;

	private final int payloadBytes;

	private final AtomicLong failures = new AtomicLong();

	private final Thread thread = new Thread(this::run, "paced-load");

	private volatile Histogram histogram = histogram();

	private volatile boolean ended;

	public PacedLoad(Operation operation, double operationsPerSecond, int payloadBytes) {
		this.operation = operation;
		this.intervalNanos = (long) (1e9 / operationsPerSecond);
		this.payloadBytes = payloadBytes;
		this.thread.setDaemon(true);
		this.thread.start();
	}

	/** What was completed since the last call. */
	public Histogram take() {
		Histogram taken = this.histogram;
		this.histogram = histogram();
		return taken;
	}

	public long failures() {
		return this.failures.get();
	}

	@Override
	public void close() throws InterruptedException {
		this.ended = true;
		this.thread.join();
	}

	private void run() {
		long id = 1L << 40;
		long dueNanos = System.nanoTime();
		while (!this.ended) {
			long waitNanos = dueNanos - System.nanoTime();
			if (waitNanos > 0) {
				LockSupport.parkNanos(waitNanos);
				continue;
			}
			start(id++, dueNanos);
			dueNanos += this.intervalNanos;
		}
	}

	private void start(long id, long dueNanos) {
		ByteBuffer command = ByteBuffer.allocate(this.payloadBytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, id);
		try {
			this.operation.start(command, (result, failure) -> {
				if (failure != null) {
					this.failures.incrementAndGet();
				}
				else {
					Latencies.record(this.histogram, System.nanoTime() - dueNanos);
				}
			});
		}
		catch (RuntimeException ex) {
			this.failures.incrementAndGet();
		}
	}

	private static Histogram histogram() {
		return new ConcurrentHistogram(120_000_000_000L, 3);
	}

}
