package io.raftboot.actuate;

import java.time.Duration;

/**
 * What a healthy node keeps within.
 *
 * @param lagMax how many committed entries may wait for being applied once the node has
 * caught up, 0 for any number
 * @param lagDuration for how long there may be more
 * @param forceMax how long forces of the log may take on average, 0 for as long as they
 * like
 * @param freeBytesMin how many bytes the disk of the data directory has to have left, 0
 * for no matter how many
 */
public record RaftHealthLimits(long lagMax, Duration lagDuration, Duration forceMax, long freeBytesMin) {

	/** No limits. */
	public static final RaftHealthLimits NONE = new RaftHealthLimits(0L, Duration.ZERO, Duration.ZERO, 0L);

}
