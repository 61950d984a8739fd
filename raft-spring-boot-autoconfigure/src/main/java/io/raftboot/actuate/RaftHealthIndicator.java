package io.raftboot.actuate;

import java.util.List;

import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftStatus;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * {@link HealthIndicator} of the Raft node: UP, OUT_OF_SERVICE while it cannot serve (no
 * leader, not caught up), or DOWN when it failed and only a restart helps, or its state
 * differs from the majority's. The details say why; a node is UP with the reason DIVERGED
 * when states differ and no majority agrees.
 */
public class RaftHealthIndicator extends AbstractHealthIndicator {

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
		// Nobody knows who is right: taking out everybody would help nobody.
		return reasons.equals(List.of(HealthReason.DIVERGED)) ? Status.UP : Status.OUT_OF_SERVICE;
	}

}
