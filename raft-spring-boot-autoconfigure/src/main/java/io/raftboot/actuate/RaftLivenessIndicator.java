package io.raftboot.actuate;

import java.util.List;

import io.raftboot.core.node.NodeState;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftStatus;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * {@link HealthIndicator} that is DOWN when the node has stopped itself, so that only a
 * restart of the process helps, and UP whatever else is the matter: a lost quorum must
 * not restart anybody. A member of the group {@code liveness}.
 */
public class RaftLivenessIndicator extends AbstractHealthIndicator {

	private final RaftNode node;

	/**
	 * Makes one.
	 * @param node the node
	 */
	public RaftLivenessIndicator(RaftNode node) {
		super("Raft liveness check failed");
		this.node = node;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		RaftStatus status = this.node.status();
		builder.up().withDetail("node", status.nodeId().value()).withDetail("role", RaftViewAssembler.role(status));
		if (status.state() == NodeState.FAILED) {
			builder.down().withDetail("why", ReasonTexts.of(status, List.of(HealthReason.NODE_FAILED)));
		}
	}

}
