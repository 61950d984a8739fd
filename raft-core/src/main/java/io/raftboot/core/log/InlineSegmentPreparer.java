package io.raftboot.core.log;

import java.io.IOException;

import io.raftboot.core.io.DiskFullException;

import org.jspecify.annotations.Nullable;

/**
 * Makes each segment on the writer's thread when it is needed: for simulations, where all
 * happens on one thread.
 */
final class InlineSegmentPreparer implements SegmentPreparer {

	private final LogDirectory directory;

	private final SpareSegments spares;

	private final long segmentBytes;

	private @Nullable BlankSegment ready;

	private @Nullable String diskFullReason;

	InlineSegmentPreparer(LogDirectory directory, SpareSegments spares, long segmentBytes) {
		this.directory = directory;
		this.spares = spares;
		this.segmentBytes = segmentBytes;
	}

	@Override
	public void request() {
	}

	@Override
	public void allow(long bytes) {
	}

	@Override
	public void recheck() {
		if (this.diskFullReason != null && this.ready == null) {
			try {
				this.ready = make();
			}
			catch (IOException ex) {
				// take() will meet it again
			}
		}
	}

	@Override
	public BlankSegment take() throws IOException {
		BlankSegment segment = this.ready;
		this.ready = null;
		return (segment != null) ? segment : make();
	}

	@Override
	public @Nullable String diskFullReason() {
		return this.diskFullReason;
	}

	@Override
	public void close() throws IOException {
		if (this.ready != null) {
			this.ready.discard(this.directory.disk());
			this.ready = null;
		}
	}

	private BlankSegment make() throws IOException {
		try {
			BlankSegment segment = BlankSegment.next(this.directory, this.spares, this.segmentBytes, Pace.NO_REST,
					Pace.NO_REST);
			this.diskFullReason = null;
			return segment;
		}
		catch (DiskFullException ex) {
			this.diskFullReason = ex.getMessage();
			throw ex;
		}
	}

}
