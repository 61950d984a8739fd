package io.raftboot.autoconfigure;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Starts the node before the web server opens its port and stops it after the last
 * request, when the calls of others in this application have got their answers, too. Does
 * not wait for a leader: nodes that wait for each other before they answer their probes
 * would never form a cluster.
 */
final class RaftNodeLifecycle implements SmartLifecycle {

	/**
	 * Below the phase in which web servers start and stop (2048 under the default), above
	 * the one of executors.
	 */
	static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4096;

	private static final Logger logger = LoggerFactory.getLogger(RaftNodeLifecycle.class);

	private final RaftNode node;

	private final boolean warnWhenAlone;

	private final Duration drainTimeout;

	private volatile boolean running;

	/**
	 * Makes one.
	 * @param node the node
	 * @param warnWhenAlone whether nobody asked for a node without peers
	 * @param drainTimeout how long calls may take to end before they are ended
	 */
	RaftNodeLifecycle(RaftNode node, boolean warnWhenAlone, Duration drainTimeout) {
		this.node = node;
		this.warnWhenAlone = warnWhenAlone;
		this.drainTimeout = drainTimeout;
	}

	@Override
	public void start() {
		this.node.start();
		this.running = true;
		if (this.warnWhenAlone) {
			warnIfAlone(this.node.status());
		}
	}

	// With data of a cluster on disk the node is not alone, whatever the properties say
	private void warnIfAlone(RaftStatus status) {
		if (status.membership().members().size() <= 1) {
			logger.warn("Raft node '{}' is standalone, not replicated: raft.peers is not set"
					+ " (raft.standalone=true says that this is meant)", status.nodeId());
		}
	}

	@Override
	public void stop() {
		this.running = false;
		try {
			this.node.drain().get(this.drainTimeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			logger.warn("Stopping although calls wait for their answers since {} ms ({} commands)",
					this.drainTimeout.toMillis(), this.node.status().pendingProposals());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | RuntimeException ex) {
			logger.warn("Stopping without waiting for calls", ex);
		}
		finally {
			this.node.close();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	// Keeps its place in the cluster and its port, like a web server
	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
