package io.raftboot.autoconfigure;

import java.time.Duration;

import io.raftboot.actuate.RaftHealthLimits;
import io.raftboot.actuate.RaftReadiness;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

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
 * @param minDiskFree Room that the disk of the data directory has to have left. With less
 * the node is not healthy, and stays ready. 0 for any.
 * @param maxFsyncTime Time that the latest forces of the log may take on average. With
 * more the node is not healthy, and stays ready. 0 for any.
 */
@ConfigurationProperties("raft.health")
public record RaftHealthProperties(@DefaultValue("caught-up") RaftReadiness readiness,
		@DefaultValue("false") boolean readinessRequiresQuorum, @DefaultValue("100000") long maxLag,
		@DefaultValue("30s") Duration maxLagDuration, @DefaultValue("512MB") DataSize minDiskFree,
		@DefaultValue("100ms") Duration maxFsyncTime) {

	/**
	 * Checks each value.
	 * @throws InvalidRaftPropertyException if something is wrong
	 */
	public RaftHealthProperties {
		RaftPropertyChecks.atLeast("raft.health.max-lag", maxLag, 0);
		RaftPropertyChecks.notNegative("raft.health.max-lag-duration", maxLagDuration);
		RaftPropertyChecks.atLeast("raft.health.min-disk-free", minDiskFree, DataSize.ofBytes(0));
		RaftPropertyChecks.notNegative("raft.health.max-fsync-time", maxFsyncTime);
	}

	/** What a healthy node keeps within. */
	RaftHealthLimits limits() {
		return new RaftHealthLimits(this.maxLag, this.maxLagDuration, this.maxFsyncTime, this.minDiskFree.toBytes());
	}

}
