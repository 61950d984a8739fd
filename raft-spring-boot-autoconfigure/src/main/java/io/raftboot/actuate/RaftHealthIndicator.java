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
 * leader, not caught up), or DOWN when it failed and only a restart helps. The details
 * say why.
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
			builder.withDetail("why", why(status, reasons));
		}
	}

	private static Status status(List<HealthReason> reasons) {
		if (reasons.isEmpty()) {
			return Status.UP;
		}
		return reasons.contains(HealthReason.NODE_FAILED) ? Status.DOWN : Status.OUT_OF_SERVICE;
	}

	private static List<String> why(RaftStatus status, List<HealthReason> reasons) {
		return reasons.stream()
			.map((reason) -> (reason == HealthReason.NODE_FAILED && status.failure() != null)
					? reason.description() + ": " + status.failure() : reason.description())
			.toList();
	}

}
