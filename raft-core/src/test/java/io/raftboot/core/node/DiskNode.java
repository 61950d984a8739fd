package io.raftboot.core.node;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import io.raftboot.core.io.Disk;
import io.raftboot.core.log.FileStorage;
import io.raftboot.core.log.FileStorageOptions;
import io.raftboot.core.log.Meta;
import io.raftboot.core.log.Storage;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.snapshot.FileSnapshotStore;
import io.raftboot.core.snapshot.SnapshotStore;
import io.raftboot.core.snapshot.StagingArea;
import io.raftboot.core.transport.Transport;

/**
 * A real node, with all it keeps on a disk that is handed in: tiny segments, snapshots on
 * demand, of which only the newest stays, and no trailing entries.
 */
record DiskNode(RaftNode node, RecordingMachine machine, Path directory) implements AutoCloseable {

	private static final Duration ELECTION_TIMEOUT = Duration.ofMillis(500);

	/** Also how long a disk may hang before its node gives up leading. */
	private static final Duration ELECTION_TIMEOUT_ALONE = Duration.ofSeconds(10);

	private static final SnapshotOptions SNAPSHOTS = new SnapshotOptions(0, Duration.ZERO, 0, Duration.ZERO, 0, 0, 1);

	private static final FileStorageOptions STORAGE = FileStorageOptions.DEFAULTS.withSegmentBytes(32 << 10)
		.withMeasureForce(false);

	/**
	 * A node, not started.
	 * @param peers empty for one that is alone
	 * @param directory where it keeps what it has
	 */
	static DiskNode of(NodeId id, List<Peer> peers, Path directory, Disk disk) {
		return of(id, peers, directory, disk, peers.isEmpty() ? ELECTION_TIMEOUT_ALONE : ELECTION_TIMEOUT);
	}

	static DiskNode of(NodeId id, List<Peer> peers, Path directory, Disk disk, Duration electionTimeout) {
		RaftNodeOptions.Builder options = RaftNodeOptions.builder(id.value())
			.peers(peers)
			.dataDirectory(directory)
			.cacheBytes(16 << 10)
			.electionTimeout(electionTimeout)
			.heartbeatInterval(Duration.ofMillis(50))
			.snapshots(SNAPSHOTS);
		peers.stream().filter((peer) -> peer.id().equals(id)).forEach((peer) -> options.bind(peer.address()));
		RecordingMachine machine = new RecordingMachine();
		return new DiskNode(
				new RaftNode(options.build(), Map.of(RaftNode.DEFAULT_MACHINE, machine), new Environment(disk)),
				machine, directory);
	}

	DiskNode start() {
		this.node.start();
		return this;
	}

	@Override
	public void close() {
		this.node.close();
	}

	static Storage openStorage(Disk disk, Path directory, NodeId id) throws IOException {
		return FileStorage.open(disk, directory, Meta.initial(id, 1L), STORAGE);
	}

	static SnapshotStore openSnapshots(Disk disk, Path directory) throws IOException {
		return FileSnapshotStore.open(disk, directory.resolve("snap"));
	}

	private record Environment(Disk disk, SystemEnvironment system) implements NodeEnvironment {

		Environment(Disk disk) {
			this(disk, new SystemEnvironment());
		}

		@Override
		public Storage openStorage(RaftNodeOptions options) throws IOException {
			return DiskNode.openStorage(this.disk, options.dataDirectory(), options.nodeId());
		}

		@Override
		public SnapshotStore openSnapshots(RaftNodeOptions options) throws IOException {
			return DiskNode.openSnapshots(this.disk, options.dataDirectory());
		}

		@Override
		public StagingArea openStaging(RaftNodeOptions options) throws IOException {
			return StagingArea.open(this.disk, options.dataDirectory().resolve("restore"));
		}

		@Override
		public Transport newTransport(RaftNodeOptions options) {
			return this.system.newTransport(options);
		}

		@Override
		public NodeClock clock() {
			return this.system.clock();
		}

		@Override
		public RandomGenerator random() {
			return this.system.random();
		}

	}

}
