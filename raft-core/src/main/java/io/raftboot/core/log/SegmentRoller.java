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

	private final StoreFailure failure;

	private final long segmentBytes;

	SegmentRoller(LogDirectory directory, FileStorageOptions options, StoreFailure failure) {
		this.directory = directory;
		this.segmentBytes = options.segmentBytes();
		this.failure = failure;
		this.preparer = options.inBackground() ? new BackgroundSegmentPreparer(directory, this.segmentBytes)
				: new InlineSegmentPreparer(directory, this.segmentBytes);
	}

	void request() {
		this.preparer.request();
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
			if (SegmentHeader.BYTES + (long) frameBytes <= this.segmentBytes) {
				return this.preparer.take();
			}
			return BlankSegment.make(this.directory, BlankSegment.OVERSIZED, SegmentHeader.BYTES + (long) frameBytes);
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
		DiskFile file = this.directory.disk().open(segment.file(), false);
		return new SegmentWriter(this.directory, segment, file, end, segment.fileBytes(),
				Math.max(this.segmentBytes, segment.fileBytes()));
	}

	/** Turns it into the segment with this header, durably. */
	SegmentWriter begin(SegmentHeader header, BlankSegment blank) throws IOException {
		DiskFile file = blank.file();
		try {
			file.write(header.encode(), 0);
			file.force();
			Path path = this.directory.file(new SegmentName(header.baseIndex(), header.sequence()));
			this.directory.disk().rename(blank.path(), path);
			this.directory.force();
			return new SegmentWriter(this.directory, new Segment(path, header, blank.bytesMax()), file,
					SegmentHeader.BYTES, blank.bytes(), blank.bytesMax());
		}
		catch (IOException | RuntimeException | Error ex) {
			file.close();
			throw ex;
		}
	}

	@Override
	public void close() throws IOException {
		this.preparer.close();
	}

}
