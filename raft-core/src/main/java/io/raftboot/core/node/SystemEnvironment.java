package io.raftboot.core.node;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
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

/** Real disks, sockets, clocks and randomness, as far as no others were chosen. */
final class SystemEnvironment implements NodeEnvironment {

	static final Disk FILE_SYSTEM = Disk.system();

	private final RandomGenerator random = new SecureRandom();

	private final Disk disk;

	private final Function<RaftNodeOptions, Transport> transport;

	private final NodeClock clock;

	private final @Nullable NodeMeter meter;

	private final Map<String, Callable<byte[]>> answers;

	/** What a node without a data directory keeps from one start to the next. */
	private @Nullable MemoryStorage memory;

	private @Nullable MemorySnapshotStore memorySnapshots;

	SystemEnvironment() {
		this(FILE_SYSTEM, SystemEnvironment::tcp, NodeClock.SYSTEM, null, Map.of());
	}

	SystemEnvironment(Disk disk, Function<RaftNodeOptions, Transport> transport, NodeClock clock,
			@Nullable NodeMeter meter, Map<String, Callable<byte[]>> answers) {
		this.disk = disk;
		this.transport = transport;
		this.clock = clock;
		this.meter = (meter != null) ? new GuardedMeter(meter) : null;
		this.answers = Map.copyOf(answers);
	}

	static Transport tcp(RaftNodeOptions options) {
		return new TcpTransport(TcpTransportOptions.builder(options.bind(), RaftNodeOptions.GROUP)
			.limits(InitGate.STATE_BYTES_MAX, NodeParts.MESSAGE_BYTES_MAX)
			.upgradePath(options.upgradePath())
			.tls(options.tls())
			.build());
	}

	@Override
	public Storage openStorage(RaftNodeOptions options) throws IOException {
		Meta initial = Meta.initial(options.nodeId(), 1L + this.random.nextLong(Long.MAX_VALUE));
		Path dataDirectory = options.dataDirectory();
		if (dataDirectory == null) {
			this.memory = (this.memory != null) ? this.memory.reopen() : new MemoryStorage(initial);
			return this.memory;
		}
		return FileStorage.open(this.disk, dataDirectory.resolve(RaftNodeOptions.GROUP), initial,
				FileStorageOptions.DEFAULTS.withSegmentBytes(options.segmentBytes())
					.withSpareSegments(options.snapshots().spareSegments(options.segmentBytes()))
					.withMeasureForce(this.disk == FILE_SYSTEM));
	}

	@Override
	public SnapshotStore openSnapshots(RaftNodeOptions options) throws IOException {
		Path dataDirectory = options.dataDirectory();
		if (dataDirectory == null) {
			this.memorySnapshots = (this.memorySnapshots != null) ? this.memorySnapshots.reopen()
					: new MemorySnapshotStore();
			return this.memorySnapshots;
		}
		return FileSnapshotStore.open(this.disk, dataDirectory.resolve(RaftNodeOptions.GROUP).resolve("snap"));
	}

	@Override
	public StagingArea openStaging(RaftNodeOptions options) throws IOException {
		Path dataDirectory = options.dataDirectory();
		return (dataDirectory == null) ? StagingArea.inMemory()
				: StagingArea.open(this.disk, dataDirectory.resolve(RaftNodeOptions.GROUP).resolve("restore"));
	}

	@Override
	public Transport newTransport(RaftNodeOptions options) {
		return this.transport.apply(options);
	}

	@Override
	public NodeClock clock() {
		return this.clock;
	}

	@Override
	public RandomGenerator random() {
		return this.random;
	}

	@Override
	public @Nullable NodeMeter meter() {
		return this.meter;
	}

	@Override
	public Map<String, Callable<byte[]>> answers() {
		return this.answers;
	}

}
