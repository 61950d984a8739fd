package io.raftboot.test.simulation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import io.raftboot.core.log.FileStorage;
import io.raftboot.core.log.FileStorageOptions;
import io.raftboot.core.log.Meta;
import io.raftboot.core.log.Storage;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.node.NodeClock;
import io.raftboot.core.node.NodeEnvironment;
import io.raftboot.core.node.RaftNodeOptions;
import io.raftboot.core.protocol.RaftCore;
import io.raftboot.core.snapshot.FileSnapshotStore;
import io.raftboot.core.snapshot.SnapshotStore;
import io.raftboot.core.snapshot.StagingArea;
import io.raftboot.core.transport.Transport;
import org.jspecify.annotations.Nullable;

/** The world as one start of a node finds it. */
final class NodeWorld implements NodeEnvironment {

	static final Path DIRECTORY = Path.of("/data/" + RaftNodeOptions.GROUP);

	private final World world;

	private final SimulatedNode node;

	private final SplittableRandom random;

	private final Runnable wakeUp;

	private @Nullable SimulatedTransport transport;

	private @Nullable Storage storage;

	NodeWorld(World world, SimulatedNode node, SplittableRandom random, Runnable wakeUp) {
		this.world = world;
		this.node = node;
		this.random = random;
		this.wakeUp = wakeUp;
	}

	/** When the network has something for the node. */
	long networkDeadlineNanos() {
		return (this.transport != null) ? this.transport.nextDeadlineNanos() : Long.MAX_VALUE;
	}

	boolean isDiskFull() {
		return this.storage != null && this.storage.log().isDiskFull();
	}

	/** The process is gone. */
	void close() {
		if (this.transport != null) {
			this.transport.close();
		}
	}

	@Override
	public Storage openStorage(RaftNodeOptions options) throws IOException {
		Meta initial = Meta.initial(options.nodeId(), 1L + this.random.nextLong(Long.MAX_VALUE));
		FileStorageOptions files = new FileStorageOptions(this.world.swarm().segmentBytes, false, false, 3);
		Storage storage = FileStorage.open(this.node.disk(), DIRECTORY, initial, files);
		try {
			this.storage = new WatchedStorage(storage, this.node.record(), this.world.laws()::appended,
					this.world.coverage(), this.world.laws()::broken, this::hasSnapshot);
			return this.storage;
		}
		catch (IOException | RuntimeException | Error ex) {
			storage.close();
			throw ex;
		}
	}

	private boolean hasSnapshot(long index) {
		String begin = String.format(Locale.ROOT, "%020d-", index);
		return this.node.disk()
			.list(DIRECTORY.resolve("snap"))
			.stream()
			.anyMatch((name) -> name.startsWith(begin) && name.endsWith(".snap"));
	}

	@Override
	public SnapshotStore openSnapshots(RaftNodeOptions options) throws IOException {
		return FileSnapshotStore.open(this.node.disk(), DIRECTORY.resolve("snap"),
				this.node.clock()::currentTimeMillis);
	}

	@Override
	public StagingArea openStaging(RaftNodeOptions options) throws IOException {
		return StagingArea.inMemory();
	}

	@Override
	public Transport newTransport(RaftNodeOptions options) {
		this.transport = new SimulatedTransport(this.world.network().newTransport(options.nodeId(), options.bind()),
				this.wakeUp, new Messages());
		return this.transport;
	}

	@Override
	public NodeClock clock() {
		return this.node.clock();
	}

	@Override
	public RandomGenerator random() {
		return this.random;
	}

	private final class Messages implements SimulatedTransport.MessageWatch {

		@Override
		public void leaves(NodeId to, Message message) {
			NodeWorld.this.world.log().say(() -> to + " <- " + message);
			NodeWorld.this.world.laws().leaves(NodeWorld.this.node, to, message);
		}

		@Override
		public void arrives(Message message) {
			NodeWorld.this.node.promise().arrives(message);
		}

		@Override
		public void taken(Message message) {
			RaftCore core = NodeWorld.this.node.core();
			if (core != null && message instanceof Message.Protocol protocol && protocol.term() == core.term()
					&& protocol.from().equals(core.leader())) {
				NodeWorld.this.node.promise().heard(message);
			}
		}

	}

}
