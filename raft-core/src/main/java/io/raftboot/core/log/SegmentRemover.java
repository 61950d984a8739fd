package io.raftboot.core.log;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Deletes segments that are out of the log already, the oldest first, unless their files
 * are kept to be used again: what of them is left when the node ends, the next start
 * deletes. Deleting a file takes the time of many forces, so it happens on a daemon
 * thread of its own, with pauses that leave the disk to the writer half of the time; at
 * once and on the caller's thread in simulations.
 */
final class SegmentRemover implements Closeable {

	private static final long PAUSE_NANOS_MAX = 100_000_000L;

	private final LogDirectory directory;

	private final SpareSegments spares;

	private final StoreFailure failure;

	private final boolean inBackground;

	/** When there may be room again. */
	private final Runnable onDeleted;

	private final Queue<Segment> dead = new ArrayDeque<>();

	private @Nullable Thread thread;

	private boolean closed;

	SegmentRemover(LogDirectory directory, SpareSegments spares, StoreFailure failure, boolean inBackground,
			Runnable onDeleted) {
		this.directory = directory;
		this.spares = spares;
		this.failure = failure;
		this.inBackground = inBackground;
		this.onDeleted = onDeleted;
	}

	/**
	 * Deletes these segments, after those of earlier calls.
	 * @throws StoreFailedException if it failed at once
	 */
	void remove(List<Segment> segments) throws StoreFailedException {
		if (!this.inBackground) {
			for (Segment segment : segments) {
				delete(segment);
			}
			forceDirectory();
			this.onDeleted.run();
			return;
		}
		synchronized (this) {
			this.dead.addAll(segments);
			if (this.thread == null && !this.closed) {
				this.thread = new Thread(this::run, "raft-segment-remover");
				this.thread.setDaemon(true);
				this.thread.start();
			}
		}
	}

	private void run() {
		try {
			for (Segment segment = next(); segment != null; segment = next()) {
				long startNanos = System.nanoTime();
				delete(segment);
				this.onDeleted.run();
				LockSupport.parkNanos(this, Math.min(System.nanoTime() - startNanos, PAUSE_NANOS_MAX));
			}
		}
		catch (StoreFailedException ex) {
			// Whoever writes next is told.
		}
		finally {
			end();
		}
	}

	/** What to delete next; without anything, the thread is over when this returns. */
	private @Nullable Segment next() throws StoreFailedException {
		synchronized (this) {
			Segment segment = this.closed ? null : this.dead.poll();
			if (segment != null) {
				return segment;
			}
		}
		forceDirectory();
		return pollOrEnd();
	}

	private synchronized @Nullable Segment pollOrEnd() {
		Segment segment = this.closed ? null : this.dead.poll();
		if (segment == null) {
			end();
		}
		return segment;
	}

	/** Not twice: there may be a new thread already. */
	private synchronized void end() {
		if (this.thread == Thread.currentThread()) {
			this.thread = null;
			notifyAll();
		}
	}

	private void delete(Segment segment) throws StoreFailedException {
		try {
			if (!this.spares.keep(segment)) {
				this.directory.disk().delete(segment.file());
			}
		}
		catch (IOException | RuntimeException | Error ex) {
			throw this.failure.poison("Deleting " + segment.label(), ex);
		}
	}

	private void forceDirectory() throws StoreFailedException {
		try {
			this.directory.force();
		}
		catch (IOException | RuntimeException | Error ex) {
			throw this.failure.poison("Forcing " + this.directory.path(), ex);
		}
	}

	/** Leaves the rest to the next start; an interrupt is kept for later. */
	@Override
	public synchronized void close() {
		this.closed = true;
		boolean interrupted = false;
		while (this.thread != null) {
			LockSupport.unpark(this.thread);
			try {
				wait();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
