package io.raftboot.core.log;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What {@link LogScan} found.
 *
 * @param segments live segments in the order they were written
 * @param unused segments that do not belong to the log: below the lowest live one, or
 * begun at its end for something a crash prevented
 * @param state what the frames say
 * @param end where the next frame goes in the last segment
 * @param torn what a crash left there
 */
record ScannedLog(List<Segment> segments, List<Path> unused, LogState state, long end, @Nullable TornTail torn) {

	Segment last() {
		return this.segments.get(this.segments.size() - 1);
	}

}
