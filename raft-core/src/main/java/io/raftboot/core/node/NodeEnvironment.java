package io.raftboot.core.node;

import java.io.IOException;
import java.util.random.RandomGenerator;

import io.raftboot.core.log.Storage;
import io.raftboot.core.snapshot.SnapshotStore;
import io.raftboot.core.snapshot.StagingArea;
import io.raftboot.core.transport.Transport;

/**
 * Where a node gets the world from: disks, network, clocks and randomness. The default is
 * the real one; tests hand in their own.
 */
interface NodeEnvironment {

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

}
