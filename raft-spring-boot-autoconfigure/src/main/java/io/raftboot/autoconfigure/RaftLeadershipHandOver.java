package io.raftboot.autoconfigure;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.raftboot.core.model.Membership;
import io.raftboot.core.model.Role;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Hands leadership to another node as the first thing when the application stops, so that
 * the cluster need not miss its leader for an election timeout. Readiness has been
 * refused by then; the web server goes on until this has stopped, for a grace at least,
 * in which load balancers can see it. The node goes on serving until
 * {@link RaftNodeLifecycle} stops it, after the web server.
 */
final class RaftLeadershipHandOver implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(RaftLeadershipHandOver.class);

	private final RaftNode node;

	private final Duration grace;

	private volatile boolean running;

	/**
	 * Makes one.
	 * @param node the node
	 * @param grace how long the web server goes on at least
	 */
	RaftLeadershipHandOver(RaftNode node, Duration grace) {
		this.node = node;
		this.grace = grace;
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

	@Override
	public void stop(Runnable stopped) {
		this.running = false;
		CompletableFuture<Void> graceOver = graceOver();
		handOver().whenComplete((index, failure) -> graceOver.thenRun(stopped));
	}

	private CompletableFuture<Void> graceOver() {
		if (this.grace.isZero()) {
			return CompletableFuture.completedFuture(null);
		}
		return CompletableFuture.runAsync(() -> {
		}, CompletableFuture.delayedExecutor(this.grace.toNanos(), TimeUnit.NANOSECONDS));
	}

	// Whatever happens, the application has to stop
	private CompletableFuture<?> handOver() {
		try {
			if (!leadsOthers(this.node.status())) {
				return CompletableFuture.completedFuture(null);
			}
			return this.node.administration().transferLeadership(null).whenComplete((index, failure) -> {
				if (failure != null) {
					logger.info("Stopping without a successor: {}", failure.getMessage());
				}
			});
		}
		catch (RuntimeException ex) {
			logger.warn("Stopping without a successor", ex);
			return CompletableFuture.completedFuture(null);
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
