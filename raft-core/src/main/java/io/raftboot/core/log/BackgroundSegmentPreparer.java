package io.raftboot.core.log;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

import io.raftboot.core.io.DiskFullException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes each segment on a daemon thread of its own that lives as long as that takes: a
 * few milliseconds for an old file, and until the one in front is three quarters full for
 * a new one.
 */
final class BackgroundSegmentPreparer implements SegmentPreparer {

	private static final Logger logger = LoggerFactory.getLogger(BackgroundSegmentPreparer.class);

	private static final long REST_NANOS = 50_000L;

	private final LogDirectory directory;

	private final SpareSegments spares;

	private final long segmentBytes;

	private final Runnable rest;

	private @Nullable BlankSegment ready;

	private @Nullable IOException failure;

	private boolean running;

	private boolean closed;

	/** Hurried while somebody waits for what is being made, or makes it. */
	private final FillPace filling = new FillPace();

	private volatile @Nullable String diskFullReason;

	BackgroundSegmentPreparer(LogDirectory directory, SpareSegments spares, long segmentBytes) {
		this(directory, spares, segmentBytes, () -> LockSupport.parkNanos(REST_NANOS));
	}

	/**
	 * One that rests otherwise.
	 * @param rest lets others have the core for a moment
	 */
	BackgroundSegmentPreparer(LogDirectory directory, SpareSegments spares, long segmentBytes, Runnable rest) {
		this.directory = directory;
		this.spares = spares;
		this.segmentBytes = segmentBytes;
		this.rest = rest;
	}

	@Override
	public void request() {
		if (this.diskFullReason == null) {
			start();
		}
	}

	@Override
	public void allow(long bytes) {
		this.filling.allow(bytes);
	}

	@Override
	public void recheck() {
		if (this.diskFullReason != null) {
			start();
		}
	}

	private synchronized void start() {
		if (this.ready != null || this.running || this.closed || this.failure != null) {
			return;
		}
		Thread thread = new Thread(this::prepare, "raft-segment-preparer");
		thread.setDaemon(true);
		this.running = true;
		thread.start();
	}

	@Override
	public BlankSegment take() throws IOException {
		synchronized (this) {
			awaitEnd();
			if (this.failure != null) {
				throw this.failure;
			}
			BlankSegment segment = this.ready;
			this.ready = null;
			if (segment != null) {
				return segment;
			}
			this.running = true; // nobody else may use the temporary name meanwhile
			this.filling.hurry();
		}
		String noRoom = null;
		try {
			return make();
		}
		catch (DiskFullException ex) {
			noRoom = ex.getMessage();
			throw ex;
		}
		finally {
			end(null, null, noRoom);
		}
	}

	@Override
	public @Nullable String diskFullReason() {
		return this.diskFullReason;
	}

	@Override
	public void close() throws IOException {
		synchronized (this) {
			this.closed = true;
			awaitEnd();
			if (this.ready != null) {
				this.ready.discard(this.directory.disk());
				this.ready = null;
			}
		}
	}

	private void prepare() {
		BlankSegment segment = null;
		IOException failure = null;
		String noRoom = null;
		this.filling.begin(this.diskFullReason != null);
		try {
			segment = make();
		}
		catch (DiskFullException ex) {
			noRoom = ex.getMessage(); // tried again when asked
		}
		catch (IOException ex) {
			failure = ex;
		}
		catch (RuntimeException | Error ex) {
			failure = new IOException("Preparing a segment failed", ex);
		}
		finally {
			end(segment, failure, noRoom);
		}
	}

	/**
	 * A thread that computes for milliseconds would hold up those of the write path for
	 * as long where cores are few: not while somebody waits for the segment.
	 */
	private boolean rest() {
		if (!this.filling.isHurried()) {
			this.rest.run();
		}
		return !this.filling.isHurried();
	}

	private BlankSegment make() throws IOException {
		try {
			BlankSegment segment = BlankSegment.next(this.directory, this.spares, this.segmentBytes, this::rest,
					this.filling);
			if (this.diskFullReason != null) {
				logger.info("There is room for log segments again in {}", this.directory.path());
			}
			return segment;
		}
		catch (DiskFullException ex) {
			if (this.diskFullReason == null) {
				logger.warn("{}", ex.getMessage());
			}
			throw ex;
		}
	}

	/** Whoever sees the reason may have it tried again at once: nothing runs any more. */
	private synchronized void end(@Nullable BlankSegment segment, @Nullable IOException failure,
			@Nullable String noRoom) {
		this.diskFullReason = noRoom;
		this.ready = (segment != null) ? segment : this.ready;
		this.failure = failure;
		this.running = false;
		this.filling.end();
		notifyAll();
	}

	/** An interrupt must not reach a channel of the store: kept for later. */
	private synchronized void awaitEnd() {
		boolean interrupted = false;
		while (this.running) {
			this.filling.hurry();
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
