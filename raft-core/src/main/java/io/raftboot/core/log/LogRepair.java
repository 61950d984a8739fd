package io.raftboot.core.log;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

import io.raftboot.core.io.Disk;
import io.raftboot.core.io.DiskFile;
import io.raftboot.core.log.LogState.FrameAt;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes what a scan found good and durable, before anybody is told the last index. Frames
 * not known durable are written again with the same bytes and forced: after a force that
 * failed, the page cache may show bytes the disk never got, and calls them clean, so that
 * a force alone would write nothing.
 */
final class LogRepair {

	private static final Logger logger = LoggerFactory.getLogger(LogRepair.class);

	private static final int CHUNK_BYTES = 1024 * 1024;

	private final LogDirectory directory;

	private final ScannedLog scanned;

	LogRepair(LogDirectory directory, ScannedLog scanned) {
		this.directory = directory;
		this.scanned = scanned;
	}

	void run() throws IOException {
		TornTail torn = this.scanned.torn();
		if (torn != null) {
			cut(torn);
		}
		for (Path file : this.scanned.unused()) {
			this.directory.disk().delete(file);
		}
		rewriteFrames();
		this.directory.force();
	}

	private void rewriteFrames() throws IOException {
		DiskFile file = null;
		Segment open = null;
		try {
			for (FrameAt frame : this.scanned.state().notKnownDurable()) {
				if (frame.segment() != open) {
					close(file);
					open = frame.segment();
					file = this.directory.disk().open(open.file(), false);
				}
				copy(file, frame.offset(), file, frame.offset(), frame.frameBytes());
			}
		}
		finally {
			close(file);
		}
	}

	private static void close(@Nullable DiskFile file) throws IOException {
		if (file != null) {
			try (file) {
				file.force();
			}
		}
	}

	private void cut(TornTail torn) throws IOException {
		Disk disk = this.directory.disk();
		Path kept = torn.segment()
			.file()
			.resolveSibling(torn.segment().file().getFileName() + ".torn-" + torn.batchNumber());
		try (DiskFile segment = disk.open(torn.segment().file(), false)) {
			try (DiskFile copy = disk.open(kept, true)) {
				copy.truncate(0);
				copy(segment, torn.offset(), copy, 0, torn.bytes());
				copy.force();
			}
			this.directory.force();
			ByteBuffer zeros = ByteBuffer.allocate(CHUNK_BYTES);
			for (long at = torn.offset(); at < torn.end(); at += CHUNK_BYTES) {
				segment.write(zeros.clear().limit((int) Math.min(CHUNK_BYTES, torn.end() - at)), at);
			}
			segment.force();
		}
		logger.warn(
				"Cut {} bytes at offset {} of {} that a crash left behind: {}, never acknowledged ({}). "
						+ "A copy is in {}. The log ends at entry {}.",
				torn.bytes(), torn.offset(), torn.segment().label(), torn.entries(), torn.what(), kept.getFileName(),
				this.scanned.state().lastIndex());
	}

	private static void copy(DiskFile source, long from, DiskFile target, long to, long bytes) throws IOException {
		ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, bytes));
		for (long done = 0; done < bytes;) {
			chunk.clear().limit((int) Math.min(chunk.capacity(), bytes - done));
			int read = source.read(chunk, from + done);
			if (read == 0) {
				throw new EOFException("The file ends at " + (from + done));
			}
			target.write(chunk.flip(), to + done);
			done += read;
		}
	}

}
