package io.raftboot.core.node;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs tasks as steps, one each, in order. Who waits for its end runs what is left of
 * them: there is no other thread that could.
 */
final class SteppedExecutor extends AbstractExecutorService implements Step {

	private final String name;

	private final int queueMax;

	private final Consumer<Step> ready;

	private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

	private boolean shutdown;

	SteppedExecutor(String name, int queueMax, Consumer<Step> ready) {
		this.name = name;
		this.queueMax = queueMax;
		this.ready = ready;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public void execute(Runnable task) {
		if (this.shutdown || this.tasks.size() >= this.queueMax) {
			throw new RejectedExecutionException(this.name + (this.shutdown ? " is shut down" : " has no room"));
		}
		this.tasks.add(task);
		this.ready.accept(this);
	}

	@Override
	public long run() {
		Runnable task = this.tasks.poll();
		if (task != null) {
			task.run();
		}
		return this.tasks.isEmpty() ? Long.MAX_VALUE : 0L;
	}

	@Override
	public void shutdown() {
		this.shutdown = true;
	}

	@Override
	public List<Runnable> shutdownNow() {
		this.shutdown = true;
		List<Runnable> left = new ArrayList<>(this.tasks);
		this.tasks.clear();
		return left;
	}

	@Override
	public boolean isShutdown() {
		return this.shutdown;
	}

	@Override
	public boolean isTerminated() {
		return this.shutdown && this.tasks.isEmpty();
	}

	@Override
	public boolean awaitTermination(long timeout, TimeUnit unit) {
		while (!this.tasks.isEmpty()) {
			run();
		}
		return this.shutdown;
	}

}
