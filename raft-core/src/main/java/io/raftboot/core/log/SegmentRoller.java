package io.raftboot.core.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

import io.raftboot.core.io.DiskFile;
import io.raftboot.core.io.DiskFullException;

import org.jspecify.annotations.Nullable;

/**
 * Begins segments: takes a blank file, writes and forces its header, gives it its name
 * and forces the directory. A crash in between leaves a temporary file that is deleted,
 * never half a segment.
 */
final class SegmentRoller implements Closeable {

	private final LogDirectory directory;

	private final SegmentPreparer preparer;

	private final SpareSegments spares;

	private final StoreFailure failure;

	private final long segmentBytes;

	/** What is left for frames of a file that is used again. */
	private final long frameBytesMax;

	SegmentRoller(LogDirectory directory, SpareSegments spares, FileStorageOptions options, StoreFailure failure) {
		this.directory = directory;
		this.spares = spares;
		this.segmentBytes = options.segmentBytes();
		this.frameBytesMax = this.segmentBytes - SegmentHeader.BYTES - spares.tableBytes();
		this.failure = failure;
		this.preparer = options.inBackground() ? new BackgroundSegmentPreparer(directory, spares, this.segmentBytes)
				: new InlineSegmentPreparer(directory, spares, this.segmentBytes);
	}

	void request() {
		this.preparer.request();
	}

	/** How much of a new file may be filled for the next segment by now. */
	void allow(long bytes) {
		this.preparer.allow(bytes);
	}

	void recheck() {
		this.preparer.recheck();
	}

	@Nullable String diskFullReason() {
		return this.preparer.diskFullReason();
	}

	/**
	 * A file that a frame of this size fits into; one of its own for a giant.
	 * @throws DiskFullException if there is no room; nothing has changed
	 */
	BlankSegment blank(int frameBytes) throws IOException {
		try {
			if (frameBytes <= this.frameBytesMax) {
				return this.preparer.take();
			}
			return BlankSegment.make(this.directory, BlankSegment.OVERSIZED, SegmentHeader.BYTES + (long) frameBytes,
					Pace.NO_REST);
		}
		catch (DiskFullException ex) {
			throw ex;
		}
		catch (IOException | RuntimeException | Error ex) {
			throw this.failure.poison("Making a log segment", ex);
		}
	}

	/** The last segment of a log that was found, to go on with. */
	SegmentWriter resume(Segment segment, long end) throws IOException {
		DiskFile file = this.directory.disk().openDirect(segment.file(), false);
		long bytesMax = segment.header().isUsedAgain() ? segment.dataEnd()
				: Math.max(this.segmentBytes, segment.fileBytes());
		return new SegmentWriter(this.directory, segment, file, end, segment.dataEnd(), bytesMax, null);
	}

	/** Turns it into the segment with this header, durably. */
	SegmentWriter begin(SegmentHeader following, BlankSegment blank) throws IOException {
		SegmentHeader header = following.with(blank.table());
		DiskFile file = blank.file();
		try {
			file.write(header.encode(), 0);
			file.force();
			Path path = this.directory.file(new SegmentName(header.baseIndex(), header.sequence()));
			this.directory.disk().rename(blank.path(), path);
			this.directory.force();
			Segment segment = new Segment(path, header, blank.bytesMax() + header.tableBytes());
			return new SegmentWriter(this.directory, segment, file, SegmentHeader.BYTES, blank.bytes(),
					blank.bytesMax(), this.spares.tableFor(segment, blank.table()));
		}
		catch (IOException | RuntimeException | Error ex) {
			file.close();
			throw ex;
		}
	}

	/** Closes a segment that others follow. */
	void end(SegmentWriter writer) throws IOException {
		SectorTable table = writer.sectorTable();
		if (table != null) {
			this.spares.remember(writer.segment(), table);
		}
		writer.close();
	}

	@Override
	public void close() throws IOException {
		this.preparer.close();
	}

}
