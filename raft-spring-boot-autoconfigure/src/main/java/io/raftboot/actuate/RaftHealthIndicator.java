package io.raftboot.actuate;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftStatus;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * {@link HealthIndicator} of the Raft node: UP, OUT_OF_SERVICE while it cannot serve (no
 * leader, not caught up), or DOWN when it failed and only a restart helps, or its state
 * differs from the majority's. The details say why; a node that can serve is UP with the
 * reason DIVERGED when states differ and no majority agrees, DISK_LOW when its disk is
 * nearly full, or FSYNC_SLOW when that is slow.
 */
public class RaftHealthIndicator extends AbstractHealthIndicator {

	/**
	 * The node serves, and taking out all that have the same trouble would help nobody.
	 */
	private static final Set<HealthReason> WARNINGS = EnumSet.of(HealthReason.DIVERGED, HealthReason.DISK_LOW,
			HealthReason.FSYNC_SLOW);

	private final RaftNode node;

	private final RaftHealthReasons reasons;

	/**
	 * Makes one.
	 * @param node the node
	 * @param reasons judges it
	 */
	public RaftHealthIndicator(RaftNode node, RaftHealthReasons reasons) {
		super("Raft health check failed");
		this.node = node;
		this.reasons = reasons;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		RaftStatus status = this.node.status();
		List<HealthReason> reasons = this.reasons.of(status);
		builder.status(status(reasons))
			.withDetail("node", status.nodeId().value())
			.withDetail("role", RaftViewAssembler.role(status))
			.withDetail("term", status.term())
			.withDetail("quorum", status.quorum())
			.withDetail("commitIndex", status.commitIndex())
			.withDetail("appliedIndex", status.appliedIndex())
			.withDetail("reasons", reasons);
		if (status.leader() != null) {
			builder.withDetail("leader", status.leader().value());
		}
		if (!reasons.isEmpty()) {
			builder.withDetail("why", ReasonTexts.of(status, reasons));
		}
	}

	private static Status status(List<HealthReason> reasons) {
		if (reasons.isEmpty()) {
			return Status.UP;
		}
		if (reasons.contains(HealthReason.NODE_FAILED) || reasons.contains(HealthReason.STATE_DIFFERS)) {
			return Status.DOWN;
		}
		return WARNINGS.containsAll(reasons) ? Status.UP : Status.OUT_OF_SERVICE;
	}

}
