package io.raftboot.benchmarks.microraft;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.microraft.executor.RaftNodeExecutor;

/**
 * Runs a node on one thread. The executor that MicroRaft brings keeps all tasks in a
 * queue ordered by time, and its thread alive for ten seconds after the node has ended.
 */
final class RaftThread implements RaftNodeExecutor, AutoCloseable {

	private final ExecutorService thread;

	private final ScheduledExecutorService timer;

	RaftThread(String name) {
		this.thread = Executors.newSingleThreadExecutor((task) -> new Thread(task, name));
		this.timer = Executors.newSingleThreadScheduledExecutor((task) -> new Thread(task, name + "-timer"));
	}

	@Override
	public void execute(Runnable task) {
		this.thread.execute(task);
	}

	@Override
	public void submit(Runnable task) {
		this.thread.execute(task);
	}

	@Override
	public void schedule(Runnable task, long delay, TimeUnit unit) {
		this.timer.schedule(() -> this.thread.execute(task), delay, unit);
	}

	/** Ends after all tasks that are not scheduled for later. */
	@Override
	public void close() {
		this.timer.shutdownNow();
		this.thread.shutdown();
		try {
			this.thread.awaitTermination(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
