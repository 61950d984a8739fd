package io.raftboot.core.log;

import java.nio.file.Path;

/**
 * A segment of the log.
 *
 * @param file where it lies
 * @param header what its first block says
 * @param fileBytes size of the file, zeros at its end included
 */
record Segment(Path file, SegmentHeader header, long fileBytes) {

	/** Directory and name as messages show them. */
	String label() {
		return this.file.toString();
	}

}
