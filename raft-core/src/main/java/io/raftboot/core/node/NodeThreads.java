package io.raftboot.core.node;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Runs a node by threads. The first of them, the loop's to begin with, is not a daemon,
 * so that an application that only is a node stays alive.
 */
final class NodeThreads implements NodeDriver, NodeRuntime.DutyRunners {

	private static final long LOOK_NANOS_MAX = 4_000_000L;

	private static final long LOOK_NANOS_MIN = 1_000_000L;

	private static final int LOOP_NOW = 1;

	private static final int ENDED = 0;

	private final NodeRuntime runtime;

	private final CompletableFuture<Void> started = new CompletableFuture<>();

	private final CountDownLatch ended = new CountDownLatch(1);

	private final Thread firstThread;

	/** The loop has to be back within a fraction of a heartbeat. */
	private final long lookNanos;

	private final LoopThread loop;

	private @Nullable DutySeat writer;

	private @Nullable DutySeat applier;

	NodeThreads(RaftNodeOptions options, NodeEnvironment environment, Machines machines, PendingLimits limits,
			RaftEvents listeners) {
		this.runtime = new NodeRuntime(options, environment, machines, limits, listeners, this);
		this.firstThread = new NodeThread(this::run, "raft-" + options.nodeId());
		this.loop = new LoopThread(this.firstThread);
		this.lookNanos = Math.max(LOOK_NANOS_MIN, Math.min(options.heartbeatInterval().toNanos() / 8, LOOK_NANOS_MAX));
	}

	@Override
	public void start() {
		this.firstThread.start();
		try {
			this.started.join();
		}
		catch (CompletionException ex) {
			DutyThread.joinUninterruptibly(this.firstThread, NodeRuntime.THREAD_END);
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
		if (Thread.currentThread() != this.loop.current()) {
			awaitEnd(NodeRuntime.ALL_ENDS);
			DutyThread.joinUninterruptibly(this.loop.current(), NodeRuntime.THREAD_END);
		}
	}

	private void awaitEnd(Duration timeout) {
		long deadline = System.nanoTime() + timeout.toNanos();
		boolean interrupted = false;
		boolean waits = true;
		while (waits) {
			try {
				this.ended.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
				waits = false;
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public NodeRuntime runtime() {
		return this.runtime;
	}

	@Override
	public DutyRunner runner(String name, Duty duty, Consumer<Throwable> onFailure) {
		return new DutyThread(name, duty, onFailure);
	}

	@Override
	public SharedRunner logWriter(String name, LogWriter duty, Consumer<Throwable> onFailure) {
		DutySeat seat = new DutySeat(name, duty, onFailure, this.lookNanos, this.loop,
				() -> takePart(NodeLoop.WRITER_NOW));
		this.writer = seat;
		return seat;
	}

	@Override
	public SharedRunner applier(String name, Applier duty, Consumer<Throwable> onFailure) {
		DutySeat seat = new DutySeat(name, duty, onFailure, this.lookNanos, this.loop,
				() -> takePart(NodeLoop.APPLIER_NOW));
		this.applier = seat;
		return seat;
	}

	private void run() {
		try {
			this.runtime.open();
		}
		catch (Throwable ex) {
			this.ended.countDown();
			this.started.completeExceptionally(ex);
			return;
		}
		takePart(LOOP_NOW);
	}

	/**
	 * As the loop, the writer or the applier, in turns when it changes places with one of
	 * them, until the end.
	 */
	private void takePart(int first) {
		int now = first;
		while (now != ENDED) {
			switch (now) {
				case NodeLoop.WRITER_NOW -> now = this.writer.serve() ? LOOP_NOW : ENDED;
				case NodeLoop.APPLIER_NOW -> now = this.applier.serve() ? LOOP_NOW : ENDED;
				default -> now = loop();
			}
		}
	}

	/** What the caller is now instead. */
	private int loop() {
		try {
			int now = new LoopTurns(this.runtime).untilRelieved(() -> this.started.complete(null));
			if (now != 0) {
				return now;
			}
		}
		catch (Throwable ex) {
			this.runtime.failed(ex);
		}
		close();
		return ENDED;
	}

	private void close() {
		try {
			this.runtime.close();
		}
		finally {
			this.started.complete(null);
			this.ended.countDown();
		}
	}

}
