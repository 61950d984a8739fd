package io.raftboot.benchmarks.meter;

import java.util.ArrayList;
import java.util.List;

/** Threads that keep cores busy until closed: a machine under other load. */
public final class CpuBurners implements AutoCloseable {

	private final List<Thread> threads = new ArrayList<>();

	private volatile boolean stopped;

	private volatile long result;

	public CpuBurners(int count) {
		for (int i = 0; i < count; i++) {
			Thread thread = new Thread(this::burn, "cpu-burner-" + i);
			thread.setDaemon(true);
			this.threads.add(thread);
			thread.start();
		}
	}

	private void burn() {
		long value = System.nanoTime();
		while (!this.stopped) {
			for (int i = 0; i < 10_000; i++) {
				value = value * 6364136223846793005L + 1442695040888963407L;
			}
			this.result = value;
		}
	}

	/** Something that depends on all the work, so that none of it can be left out. */
	public long result() {
		return this.result;
	}

	@Override
	public void close() throws InterruptedException {
		this.stopped = true;
		for (Thread thread : this.threads) {
			thread.join();
		}
	}

}
