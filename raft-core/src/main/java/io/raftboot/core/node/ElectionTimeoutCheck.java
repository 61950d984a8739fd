package io.raftboot.core.node;

import java.time.Duration;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns when a leader has another election timeout than this node. While both run that is
 * harmless: a leader says with every message for how long its followers have to refuse
 * votes. A node that was started knows its own timeout only; one that is shorter than a
 * leader's lease lets it vote while that lease holds. Once for each value; loop thread
 * only.
 */
final class ElectionTimeoutCheck {

	private static final Logger logger = LoggerFactory.getLogger(ElectionTimeoutCheck.class);

	private final NodeId self;

	private final long ownMillis;

	private long knownMillis;

	ElectionTimeoutCheck(NodeId self, Duration own) {
		this.self = self;
		this.ownMillis = (own.toNanos() + 999_999L) / 1_000_000L; // as a leader says it
		this.knownMillis = this.ownMillis;
	}

	/** A message that the protocol has taken in. */
	void heard(Message.Protocol message) {
		if (message instanceof AppendEntries append) {
			compare(append.from(), append.voteRefusalMillis());
		}
		else if (message instanceof Heartbeat heartbeat) {
			compare(heartbeat.from(), heartbeat.voteRefusalMillis());
		}
	}

	private void compare(NodeId leader, long leaderMillis) {
		if (leaderMillis == this.knownMillis) {
			return;
		}
		this.knownMillis = leaderMillis;
		if (leaderMillis != this.ownMillis) {
			logger.warn(
					"{}: the election timeout of leader {} is {} ms, that of this node {} ms: set the same on all nodes, or"
							+ " leader-only work may run on two of them when the one with the shorter is restarted",
					this.self, leader, leaderMillis, this.ownMillis);
		}
	}

}
