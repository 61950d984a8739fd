package io.raftboot.core.node;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

import io.raftboot.core.io.Disk;
import io.raftboot.core.log.FileStorage;
import io.raftboot.core.log.FileStorageOptions;
import io.raftboot.core.log.MemoryStorage;
import io.raftboot.core.log.Meta;
import io.raftboot.core.log.Storage;
import io.raftboot.core.snapshot.FileSnapshotStore;
import io.raftboot.core.snapshot.MemorySnapshotStore;
import io.raftboot.core.snapshot.SnapshotStore;
import io.raftboot.core.snapshot.StagingArea;
import io.raftboot.core.transport.Transport;
import io.raftboot.core.transport.tcp.TcpTransport;
import io.raftboot.core.transport.tcp.TcpTransportOptions;
import org.jspecify.annotations.Nullable;

/** Real disks, sockets, clocks and randomness. */
final class SystemEnvironment implements NodeEnvironment {

	private final RandomGenerator random = new SecureRandom();

	private final @Nullable NodeMeter meter;

	/** What a node without a data directory keeps from one start to the next. */
	private @Nullable MemoryStorage memory;

	private @Nullable MemorySnapshotStore memorySnapshots;

	SystemEnvironment() {
		this(null);
	}

	SystemEnvironment(@Nullable NodeMeter meter) {
		this.meter = (meter != null) ? new GuardedMeter(meter) : null;
	}

	@Override
	public Storage openStorage(RaftNodeOptions options) throws IOException {
		Meta initial = Meta.initial(options.nodeId(), 1L + this.random.nextLong(Long.MAX_VALUE));
		Path dataDirectory = options.dataDirectory();
		if (dataDirectory == null) {
			this.memory = (this.memory != null) ? this.memory.reopen() : new MemoryStorage(initial);
			return this.memory;
		}
		return FileStorage.open(Disk.system(), dataDirectory.resolve(RaftNodeOptions.GROUP), initial,
				FileStorageOptions.DEFAULTS.withSegmentBytes(options.segmentBytes()));
	}

	@Override
	public SnapshotStore openSnapshots(RaftNodeOptions options) throws IOException {
		Path dataDirectory = options.dataDirectory();
		if (dataDirectory == null) {
			this.memorySnapshots = (this.memorySnapshots != null) ? this.memorySnapshots.reopen()
					: new MemorySnapshotStore();
			return this.memorySnapshots;
		}
		return FileSnapshotStore.open(Disk.system(), dataDirectory.resolve(RaftNodeOptions.GROUP).resolve("snap"));
	}

	@Override
	public StagingArea openStaging(RaftNodeOptions options) throws IOException {
		Path dataDirectory = options.dataDirectory();
		return (dataDirectory == null) ? StagingArea.inMemory()
				: StagingArea.open(Disk.system(), dataDirectory.resolve(RaftNodeOptions.GROUP).resolve("restore"));
	}

	@Override
	public Transport newTransport(RaftNodeOptions options) {
		return new TcpTransport(TcpTransportOptions.builder(options.bind(), RaftNodeOptions.GROUP)
			.limits(InitGate.STATE_BYTES_MAX, NodeParts.MESSAGE_BYTES_MAX)
			.upgradePath(options.upgradePath())
			.build());
	}

	@Override
	public NodeClock clock() {
		return NodeClock.SYSTEM;
	}

	@Override
	public RandomGenerator random() {
		return this.random;
	}

	@Override
	public @Nullable NodeMeter meter() {
		return this.meter;
	}

}
