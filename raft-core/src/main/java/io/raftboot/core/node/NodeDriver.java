package io.raftboot.core.node;

/** Makes one start of a node run. */
interface NodeDriver {

	/**
	 * Returns when the node takes part.
	 * @throws RaftStartException if it cannot
	 */
	void start();

	/** Returns when everything is released. */
	void stop();

	NodeRuntime runtime();

	/** Makes the driver of a start. */
	@FunctionalInterface
	interface Factory {

		NodeDriver newDriver(RaftNodeOptions options, NodeEnvironment environment, Machines machines,
				PendingLimits limits, RaftEvents listeners);

	}

}
