package io.raftboot.autoconfigure;

import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Starts the node before the web server opens its port and stops it after the last
 * request. Does not wait for a leader: nodes that wait for each other before they answer
 * their probes would never form a cluster.
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

	private volatile boolean running;

	/**
	 * Makes one.
	 * @param node the node
	 * @param warnWhenAlone whether nobody asked for a node without peers
	 */
	RaftNodeLifecycle(RaftNode node, boolean warnWhenAlone) {
		this.node = node;
		this.warnWhenAlone = warnWhenAlone;
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
		this.node.close();
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
