package io.raftboot.benchmarks.jmh;

import java.util.concurrent.locks.LockSupport;

import io.raftboot.core.node.Step;
import org.jspecify.annotations.Nullable;

/** Runs one step on a thread of its own, which parks while there is nothing to do. */
final class StepThread implements AutoCloseable {

	private final Thread thread = new Thread(this::run, "applier");

	private volatile @Nullable Step woken;

	private volatile boolean closed;

	StepThread() {
		this.thread.setDaemon(true);
		this.thread.start();
	}

	/** Lets it look for work; always the same step, from any thread. */
	void wake(Step step) {
		this.woken = step;
		LockSupport.unpark(this.thread);
	}

	private void run() {
		while (!this.closed) {
			Step step = this.woken;
			if (step == null) {
				LockSupport.park(this);
				continue;
			}
			this.woken = null;
			while (step.run() == 0L) {
				// there is more to do
			}
		}
	}

	@Override
	public void close() throws InterruptedException {
		this.closed = true;
		LockSupport.unpark(this.thread);
		this.thread.join();
	}

}
