package io.raftboot.core.node;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Runs a node by threads. The loop's thread is not a daemon, so that an application that
 * only is a node stays alive.
 */
final class NodeThreads implements NodeDriver {

	private final NodeRuntime runtime;

	private final CompletableFuture<Void> started = new CompletableFuture<>();

	private final Thread loopThread;

	NodeThreads(RaftNodeOptions options, NodeEnvironment environment, Machines machines, PendingLimits limits,
			RaftEvents listeners) {
		this.runtime = new NodeRuntime(options, environment, machines, limits, listeners, DutyThread::new);
		this.loopThread = new NodeThread(this::run, "raft-" + options.nodeId());
	}

	@Override
	public void start() {
		this.loopThread.start();
		try {
			this.started.join();
		}
		catch (CompletionException ex) {
			DutyThread.joinUninterruptibly(this.loopThread, NodeRuntime.THREAD_END);
			if (ex.getCause() instanceof RaftStartException cause) {
				throw cause;
			}
			throw new RaftStartException(RaftStartException.Reason.CONFIGURATION,
					"The node cannot start: " + ex.getCause(), ex.getCause());
		}
	}

	@Override
	public void stop() {
		this.runtime.stopSoon();
		DutyThread.joinUninterruptibly(this.loopThread, NodeRuntime.ALL_ENDS);
	}

	@Override
	public NodeRuntime runtime() {
		return this.runtime;
	}

	private void run() {
		try {
			this.runtime.open();
		}
		catch (Throwable ex) {
			this.started.completeExceptionally(ex);
			return;
		}
		try {
			NodeLoop loop = this.runtime.parts().loop;
			loop.doWork();
			SpinWait spin = new SpinWait(loop::doWork, loop::lastIndex);
			this.started.complete(null);
			while (!this.runtime.isStopping()) {
				if (loop.doWork() == 0 && !spin.findsWork()) {
					loop.await();
				}
			}
		}
		catch (Throwable ex) {
			this.runtime.failed(ex);
		}
		finally {
			this.runtime.close();
			this.started.complete(null);
		}
	}

}
