package io.raftboot.benchmarks.meter;

import java.lang.management.ManagementFactory;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import com.sun.management.OperatingSystemMXBean;
import org.jspecify.annotations.Nullable;

/**
 * Measures what this process uses between {@link #begin} and {@link #end}. For one
 * thread.
 */
public final class ProcessMeter implements AutoCloseable {

	private static final long ASK_THREADS_EVERY_MILLIS = 100;

	private final OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

	private final AllocationCounter allocation = new AllocationCounter();

	private final PauseCounter pauses = new PauseCounter();

	private final @Nullable ScheduledExecutorService asking;

	private long wallNanos;

	private long cpuNanos;

	private long allocatedBytes;

	private long pauseMillis;

	public ProcessMeter() {
		this.asking = this.allocation.isExact() ? null : Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "allocation-counter");
			thread.setDaemon(true);
			return thread;
		});
		if (this.asking != null) {
			this.asking.scheduleAtFixedRate(this.allocation::total, ASK_THREADS_EVERY_MILLIS, ASK_THREADS_EVERY_MILLIS,
					TimeUnit.MILLISECONDS);
		}
	}

	public void begin() {
		this.pauses.reset();
		this.pauseMillis = this.pauses.totalMillis();
		this.allocatedBytes = this.allocation.total();
		this.cpuNanos = this.process.getProcessCpuTime();
		this.wallNanos = System.nanoTime();
	}

	/** What was used since {@link #begin}. */
	public Usage end() {
		long wall = System.nanoTime() - this.wallNanos;
		long cpu = this.process.getProcessCpuTime() - this.cpuNanos;
		long allocated = this.allocation.total() - this.allocatedBytes;
		return new Usage(wall, cpu, allocated, this.pauses.totalMillis() - this.pauseMillis,
				this.pauses.longestMillis());
	}

	@Override
	public void close() {
		if (this.asking != null) {
			this.asking.shutdownNow();
		}
		this.pauses.close();
	}

}
