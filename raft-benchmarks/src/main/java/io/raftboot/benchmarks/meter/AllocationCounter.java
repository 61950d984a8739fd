package io.raftboot.benchmarks.meter;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import com.sun.management.ThreadMXBean;
import org.jspecify.annotations.Nullable;

/**
 * Heap bytes allocated by all Java threads since the start. From JDK 21 on the JVM knows
 * the total; before, the threads are asked one by one, and what an ended thread allocated
 * after it was last asked is missing: {@link #total} must be called now and then.
 */
final class AllocationCounter {

	private static final @Nullable MethodHandle TOTAL = findTotal();

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final Map<Long, Long> lastBytes = new HashMap<>();

	private final boolean exact;

	AllocationCounter() {
		this(TOTAL != null);
	}

	/** For tests: asks thread by thread although the JVM knows the total. */
	AllocationCounter(boolean exact) {
		this.exact = exact;
	}

	/** Whether the JVM itself counts, so that nobody needs to ask in between. */
	boolean isExact() {
		return this.exact;
	}

	synchronized long total() {
		return this.exact ? totalOfJvm() : totalOfThreads();
	}

	private long totalOfJvm() {
		try {
			return (long) Objects.requireNonNull(TOTAL).invoke(this.threads);
		}
		catch (Throwable ex) {
			throw new IllegalStateException("The JVM does not tell how much was allocated", ex);
		}
	}

	private long totalOfThreads() {
		long[] ids = this.threads.getAllThreadIds();
		long[] bytes = this.threads.getThreadAllocatedBytes(ids);
		for (int i = 0; i < ids.length; i++) {
			if (bytes[i] > 0) {
				this.lastBytes.put(ids[i], bytes[i]);
			}
		}
		long total = 0;
		for (long perThread : this.lastBytes.values()) {
			total += perThread;
		}
		return total;
	}

	private static @Nullable MethodHandle findTotal() {
		try {
			return MethodHandles.publicLookup()
				.findVirtual(ThreadMXBean.class, "getTotalThreadAllocatedBytes", MethodType.methodType(long.class));
		}
		catch (ReflectiveOperationException ex) {
			return null;
		}
	}

}
