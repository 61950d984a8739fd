package io.raftboot.core.node;

import java.time.Duration;

/**
 * How long the cluster remembers what became of commands, so that one that is sent again
 * is applied once. Both times run by the time stamps of the log; what a node is set to
 * travels with its own commands. Each is a millisecond at least; a node does not start
 * with more than 3,650 days.
 *
 * @param timeout a session that no command used for so long is forgotten
 * @param sessionsMax most sessions at a time, one per start of a node; the one unused for
 * longest makes room
 * @param keysRemembered how long the key of a command is remembered
 * @param keysMax most keys remembered at a time; more are refused, never forgotten early
 */
public record SessionOptions(Duration timeout, int sessionsMax, Duration keysRemembered, int keysMax) {

	/** An hour and 1,000 sessions; an hour and 100,000 keys. */
	public static final SessionOptions DEFAULTS = new SessionOptions(Duration.ofHours(1), 1_000, Duration.ofHours(1),
			100_000);

	public SessionOptions {
		if (isTooShort(timeout) || sessionsMax < 1 || isTooShort(keysRemembered) || keysMax < 1) {
			throw new IllegalArgumentException(
					"Sessions and keys must be remembered for a millisecond, and at least one of each");
		}
	}

	private static boolean isTooShort(Duration duration) {
		return duration.compareTo(Duration.ofMillis(1)) < 0;
	}

}
