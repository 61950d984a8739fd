package io.raftboot.core.log;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What {@link LogScan} found.
 *
 * @param segments live segments in the order they were written
 * @param dead files below the lowest live segment
 * @param state what the frames say
 * @param end where the next frame goes in the last segment
 * @param torn what a crash left there
 */
record ScannedLog(List<Segment> segments, List<Path> dead, LogState state, long end, @Nullable TornTail torn) {

	Segment last() {
		return this.segments.get(this.segments.size() - 1);
	}

}
