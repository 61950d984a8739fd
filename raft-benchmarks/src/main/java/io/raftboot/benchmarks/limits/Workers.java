package io.raftboot.benchmarks.limits;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** Threads of one experiment: the first that fails fails {@link #join}. */
final class Workers implements AutoCloseable {

	private final List<Thread> threads = new ArrayList<>();

	private volatile @Nullable Exception failure;

	void start(String name, Work work) {
		Thread thread = new Thread(() -> run(work), name);
		thread.setDaemon(true);
		this.threads.add(thread);
		thread.start();
	}

	private void run(Work work) {
		try {
			work.run();
		}
		catch (Exception ex) {
			this.failure = ex;
		}
	}

	void join() throws Exception {
		for (Thread thread : this.threads) {
			thread.join();
		}
		Exception failed = this.failure;
		if (failed != null) {
			throw failed;
		}
	}

	/** Threads that were not joined are interrupted. */
	@Override
	public void close() {
		for (Thread thread : this.threads) {
			thread.interrupt();
		}
	}

	/** What a thread does. */
	interface Work {

		void run() throws Exception;

	}

}
