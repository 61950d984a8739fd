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

	private final NodeRuntime runtime;

	private final CompletableFuture<Void> started = new CompletableFuture<>();

	private final CountDownLatch ended = new CountDownLatch(1);

	private final Thread firstThread;

	/** The loop has to be back within a fraction of a heartbeat. */
	private final long lookNanos;

	private volatile @Nullable WriterSeat writer;

	NodeThreads(RaftNodeOptions options, NodeEnvironment environment, Machines machines, PendingLimits limits,
			RaftEvents listeners) {
		this.runtime = new NodeRuntime(options, environment, machines, limits, listeners, this);
		this.firstThread = new NodeThread(this::run, "raft-" + options.nodeId());
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
		if (Thread.currentThread() != loopThread()) {
			awaitEnd(NodeRuntime.ALL_ENDS);
			DutyThread.joinUninterruptibly(loopThread(), NodeRuntime.THREAD_END);
		}
	}

	private Thread loopThread() {
		WriterSeat writer = this.writer;
		return (writer != null) ? writer.loopThread() : this.firstThread;
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
	public LogWriterRunner logWriter(String name, LogWriter duty, Consumer<Throwable> onFailure) {
		WriterSeat seat = new WriterSeat(name, duty, onFailure, this.lookNanos, this.firstThread,
				() -> takePart(false));
		this.writer = seat;
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
		takePart(true);
	}

	/** As the loop or as the writer, in turns when they change places, until the end. */
	private void takePart(boolean asLoop) {
		boolean isLoop = asLoop;
		boolean goesOn = true;
		while (goesOn) {
			goesOn = isLoop ? loop() : this.writer.serve();
			isLoop = !isLoop;
		}
	}

	/** Whether the caller is the writer now. */
	private boolean loop() {
		try {
			if (new LoopTurns(this.runtime).untilRelieved(() -> this.started.complete(null))) {
				return true;
			}
		}
		catch (Throwable ex) {
			this.runtime.failed(ex);
		}
		close();
		return false;
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
