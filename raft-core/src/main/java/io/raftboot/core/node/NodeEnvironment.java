package io.raftboot.core.node;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;

import io.raftboot.core.log.Storage;
import io.raftboot.core.snapshot.SnapshotStore;
import io.raftboot.core.snapshot.StagingArea;
import io.raftboot.core.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * Where a node gets the world from: disks, network, clocks, randomness and threads. The
 * default is the real one; simulations and tests hand in their own.
 */
public interface NodeEnvironment {

	/** Opens what the node keeps. */
	Storage openStorage(RaftNodeOptions options) throws IOException;

	/** Opens its snapshots; after the storage, which holds the lock. */
	SnapshotStore openSnapshots(RaftNodeOptions options) throws IOException;

	/** Opens the place for files that users restore from. */
	StagingArea openStaging(RaftNodeOptions options) throws IOException;

	/** Makes the transport, not started yet. */
	Transport newTransport(RaftNodeOptions options);

	NodeClock clock();

	RandomGenerator random();

	/** Who is told what the node measures, null for nobody; must not throw. */
	default @Nullable NodeMeter meter() {
		return null;
	}

	/** What the application answers other nodes, by topic. */
	default Map<String, Callable<byte[]>> answers() {
		return Map.of();
	}

	/**
	 * An executor for what is rare, which the node shuts down.
	 * @param threads how many tasks may run at once; one runs them in order
	 * @param queueMax tasks that may wait; more are rejected
	 */
	default ExecutorService newExecutor(String name, int threads, int queueMax) {
		return OnDemandThreads.executor(name, threads, queueMax);
	}

	/** An executor that runs tasks in order, as many as there are may wait. */
	default ExecutorService newExecutor(String name) {
		return newExecutor(name, 1, Integer.MAX_VALUE);
	}

}
