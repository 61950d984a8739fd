package io.raftboot.autoconfigure;

import io.raftboot.core.model.Membership;
import io.raftboot.core.model.Role;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Hands leadership to another node as the first thing when the application stops, so that
 * the cluster need not miss its leader for an election timeout. The node goes on serving
 * until {@link RaftNodeLifecycle} stops it, after the web server.
 */
final class RaftLeadershipHandOver implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(RaftLeadershipHandOver.class);

	private final RaftNode node;

	private volatile boolean running;

	RaftLeadershipHandOver(RaftNode node) {
		this.node = node;
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	// Whatever happens, the application has to stop
	@Override
	public void stop(Runnable stopped) {
		this.running = false;
		try {
			if (!leadsOthers(this.node.status())) {
				stopped.run();
				return;
			}
			this.node.administration().transferLeadership(null).whenComplete((index, failure) -> {
				if (failure != null) {
					logger.info("Stopping without a successor: {}", failure.getMessage());
				}
				stopped.run();
			});
		}
		catch (RuntimeException ex) {
			logger.warn("Stopping without a successor", ex);
			stopped.run();
		}
	}

	private static boolean leadsOthers(RaftStatus status) {
		Membership membership = status.membership();
		return status.role() == Role.LEADER && (membership.voters().size() > 1 || membership.isJoint());
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	// A paused context keeps its node, see RaftNodeLifecycle
	@Override
	public boolean isPauseable() {
		return false;
	}

}
