package io.raftboot.core.protocol;

/**
 * Numbers the protocol runs by.
 *
 * @param electionTimeoutNanos a follower campaigns after one to two times this without a
 * leader, and refuses votes for once this after it heard from one
 * @param heartbeatIntervalNanos how often a leader speaks to each peer at least
 * @param clockDriftPercent how much two clocks may differ in speed, in percent; shortens
 * the lease
 * @param messageBytesMax bytes of entries in one AppendEntries (a larger single entry
 * goes alone)
 * @param inFlightMessagesMax unanswered AppendEntries per peer
 * @param inFlightBytesMax unanswered bytes of entries per peer
 * @param uncommittedBytesMax bytes of own proposals that may wait for their commit
 * @param electionPriority from 1 to 100: lower ones wait longer before they campaign, up
 * to two election timeouts; 0 never campaigns by itself
 * @param commitNewsDelayNanos how long a leader waits for entries that bring its commit
 * index to an idle peer, before it sends a message for that
 */
public record RaftSettings(long electionTimeoutNanos, long heartbeatIntervalNanos, int clockDriftPercent,
		int messageBytesMax, int inFlightMessagesMax, long inFlightBytesMax, long uncommittedBytesMax,
		int electionPriority, long commitNewsDelayNanos) {

	public RaftSettings {
		if (heartbeatIntervalNanos <= 0 || electionTimeoutNanos < 2 * heartbeatIntervalNanos) {
			throw new IllegalArgumentException("Election timeout of " + electionTimeoutNanos / 1_000_000
					+ " ms must be at least twice the heartbeat interval of " + heartbeatIntervalNanos / 1_000_000
					+ " ms");
		}
		if (clockDriftPercent < 0 || clockDriftPercent > 50) {
			throw new IllegalArgumentException("Clock drift of " + clockDriftPercent + " % is not within 0 to 50");
		}
		if (messageBytesMax <= 0 || inFlightMessagesMax <= 0 || inFlightBytesMax <= 0 || uncommittedBytesMax <= 0) {
			throw new IllegalArgumentException("Limits of messages and bytes must be positive");
		}
		if (electionPriority < 0 || electionPriority > 100) {
			throw new IllegalArgumentException("Election priority of " + electionPriority + " is not within 0 to 100");
		}
		if (commitNewsDelayNanos < 0 || commitNewsDelayNanos > heartbeatIntervalNanos) {
			throw new IllegalArgumentException("Commit news after " + commitNewsDelayNanos / 1_000_000
					+ " ms are not within 0 to the heartbeat interval");
		}
	}

	/** Without delay of commit news. */
	public RaftSettings(long electionTimeoutNanos, long heartbeatIntervalNanos, int clockDriftPercent,
			int messageBytesMax, int inFlightMessagesMax, long inFlightBytesMax, long uncommittedBytesMax,
			int electionPriority) {
		this(electionTimeoutNanos, heartbeatIntervalNanos, clockDriftPercent, messageBytesMax, inFlightMessagesMax,
				inFlightBytesMax, uncommittedBytesMax, electionPriority, 0L);
	}

	/** With the highest priority. */
	public RaftSettings(long electionTimeoutNanos, long heartbeatIntervalNanos, int clockDriftPercent,
			int messageBytesMax, int inFlightMessagesMax, long inFlightBytesMax, long uncommittedBytesMax) {
		this(electionTimeoutNanos, heartbeatIntervalNanos, clockDriftPercent, messageBytesMax, inFlightMessagesMax,
				inFlightBytesMax, uncommittedBytesMax, 100);
	}

	/** The same with another delay of commit news. */
	public RaftSettings withCommitNewsDelayNanos(long commitNewsDelayNanos) {
		return new RaftSettings(this.electionTimeoutNanos, this.heartbeatIntervalNanos, this.clockDriftPercent,
				this.messageBytesMax, this.inFlightMessagesMax, this.inFlightBytesMax, this.uncommittedBytesMax,
				this.electionPriority, commitNewsDelayNanos);
	}

	/** How much longer than others this node waits before it campaigns. */
	long electionLagNanos() {
		return this.electionTimeoutNanos / 50 * (100 - this.electionPriority);
	}

	/** Settings with these times and the usual limits. */
	public static RaftSettings ofMillis(long electionTimeoutMillis, long heartbeatIntervalMillis) {
		return new RaftSettings(electionTimeoutMillis * 1_000_000L, heartbeatIntervalMillis * 1_000_000L, 10, 1 << 20,
				256, 16L << 20, 64L << 20);
	}

}
