package io.raftboot.core.node;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Executors for what is rare: daemon threads that come with the first task and go again.
 */
final class OnDemandThreads {

	private static final int IDLE_SECONDS = 5;

	private OnDemandThreads() {
	}

	/** So many threads; tasks beyond the queue's limit are rejected. */
	static ThreadPoolExecutor executor(String threadName, int threads, int queueMax) {
		ThreadPoolExecutor executor = new ThreadPoolExecutor(threads, threads, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(queueMax), (task) -> {
					Thread thread = new Thread(task, threadName);
					thread.setDaemon(true);
					return thread;
				});
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

}
