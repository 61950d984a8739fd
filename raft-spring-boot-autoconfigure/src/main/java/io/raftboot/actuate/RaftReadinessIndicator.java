package io.raftboot.actuate;

import java.util.List;
import java.util.Locale;

import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftStatus;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * {@link HealthIndicator} that says whether the node is ready to be sent requests: UP, or
 * OUT_OF_SERVICE with the reasons. A member of the group {@code readiness}.
 */
public class RaftReadinessIndicator extends AbstractHealthIndicator {

	private final RaftNode node;

	private final RaftHealthReasons reasons;

	private final RaftReadiness readiness;

	private final boolean requiresQuorum;

	/**
	 * Makes one.
	 * @param node the node
	 * @param reasons judges it
	 * @param readiness what it takes
	 * @param requiresQuorum whether it takes contact to a majority besides
	 */
	public RaftReadinessIndicator(RaftNode node, RaftHealthReasons reasons, RaftReadiness readiness,
			boolean requiresQuorum) {
		super("Raft readiness check failed");
		this.node = node;
		this.reasons = reasons;
		this.readiness = readiness;
		this.requiresQuorum = requiresQuorum;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		RaftStatus status = this.node.status();
		List<HealthReason> blocking = this.readiness.blocking(status, this.reasons.of(status), this.requiresQuorum);
		if (blocking.isEmpty()) {
			builder.up();
		}
		else {
			builder.outOfService();
		}
		builder.withDetail("node", status.nodeId().value())
			.withDetail("role", RaftViewAssembler.role(status))
			.withDetail("readiness", this.readiness.name().toLowerCase(Locale.ROOT).replace('_', '-'))
			.withDetail("quorum", status.quorum())
			.withDetail("appliedIndex", status.appliedIndex())
			.withDetail("reasons", blocking);
		if (!blocking.isEmpty()) {
			builder.withDetail("why", ReasonTexts.of(status, blocking));
		}
	}

}
