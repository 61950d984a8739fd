package io.raftboot.core.log;

/**
 * How long the latest forces of a log took, one that is under way included.
 *
 * @param count how many there were in the last minute, at most
 * {@value ForceTimes#FORCES_MAX}
 * @param meanNanos how long they took on average, 0 if there were none
 */
public record RecentForces(int count, long meanNanos) {

	/** No force in the last minute, or a log that has none. */
	public static final RecentForces NONE = new RecentForces(0, 0L);

}
