package io.raftboot.actuate;

import java.util.List;

import io.raftboot.core.node.NodeState;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftStatus;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * {@link HealthIndicator} that is OUT_OF_SERVICE while the node applies what was
 * committed before it came, which may take long, and DOWN when it has stopped itself. A
 * node without a leader has nothing to apply and counts as started: a lost quorum must
 * not restart anybody. The member of the group {@code raftstartup}.
 */
public class RaftStartupIndicator extends AbstractHealthIndicator {

	private final RaftNode node;

	/**
	 * Makes one.
	 * @param node the node
	 */
	public RaftStartupIndicator(RaftNode node) {
		super("Raft startup check failed");
		this.node = node;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		RaftStatus status = this.node.status();
		List<HealthReason> reasons = reasons(status);
		if (reasons.isEmpty()) {
			builder.up();
		}
		else if (reasons.contains(HealthReason.NODE_FAILED)) {
			builder.down();
		}
		else {
			builder.outOfService();
		}
		builder.withDetail("node", status.nodeId().value())
			.withDetail("role", RaftViewAssembler.role(status))
			.withDetail("appliedIndex", status.appliedIndex())
			.withDetail("catchUpIndex", status.catchUpIndex())
			.withDetail("reasons", reasons);
		if (!reasons.isEmpty()) {
			builder.withDetail("why", ReasonTexts.of(status, reasons));
		}
	}

	private static List<HealthReason> reasons(RaftStatus status) {
		if (status.state() == NodeState.FAILED) {
			return List.of(HealthReason.NODE_FAILED);
		}
		if (status.state() == NodeState.STOPPED) {
			return List.of(HealthReason.NODE_STOPPED);
		}
		boolean applying = status.leader() != null && !status.isCaughtUp();
		return applying ? List.of(HealthReason.CATCHING_UP) : List.of();
	}

}
