package io.raftboot.autoconfigure;

import java.time.Duration;

import io.raftboot.actuate.RaftReadiness;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configuration of what counts as healthy.
 *
 * @param readiness When the node is ready to be sent requests. Caught up means that it
 * has applied what was committed when it came.
 * @param readinessRequiresQuorum Whether the node is not ready while it has no leader or
 * no contact to a majority.
 * @param maxLag Number of committed entries that may wait for being applied once the node
 * has caught up. 0 for any number.
 * @param maxLagDuration Time for which there may be more.
 */
@ConfigurationProperties("raft.health")
public record RaftHealthProperties(@DefaultValue("caught-up") RaftReadiness readiness,
		@DefaultValue("false") boolean readinessRequiresQuorum, @DefaultValue("100000") long maxLag,
		@DefaultValue("30s") Duration maxLagDuration) {

	/**
	 * Checks each value.
	 * @throws InvalidRaftPropertyException if something is wrong
	 */
	public RaftHealthProperties {
		RaftPropertyChecks.atLeast("raft.health.max-lag", maxLag, 0);
		RaftPropertyChecks.notNegative("raft.health.max-lag-duration", maxLagDuration);
	}

}
