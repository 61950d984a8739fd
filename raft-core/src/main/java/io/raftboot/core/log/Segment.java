package io.raftboot.core.log;

import java.nio.file.Path;

/**
 * A segment of the log.
 *
 * @param file where it lies
 * @param header what its first block says
 * @param fileBytes size of the file, with what follows the frames
 */
record Segment(Path file, SegmentHeader header, long fileBytes) {

	/** Where the last frame ends at the latest. */
	long dataEnd() {
		return this.fileBytes - this.header.tableBytes();
	}

	/** Directory and name as messages show them. */
	String label() {
		return this.file.toString();
	}

}
