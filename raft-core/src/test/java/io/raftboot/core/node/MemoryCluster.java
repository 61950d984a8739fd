package io.raftboot.core.node;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

import io.raftboot.core.io.Disk;
import io.raftboot.core.log.FileStorage;
import io.raftboot.core.log.FileStorageOptions;
import io.raftboot.core.log.Meta;
import io.raftboot.core.log.Storage;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.model.Role;
import io.raftboot.core.snapshot.FileSnapshotStore;
import io.raftboot.core.snapshot.SnapshotStore;
import io.raftboot.core.snapshot.StagingArea;
import io.raftboot.core.transport.Transport;
import io.raftboot.core.transport.TransportCounters;
import io.raftboot.core.transport.TransportListener;
import io.raftboot.core.transport.memory.MemoryNetwork;
import io.raftboot.core.transport.memory.MemoryNetworkOptions;

import static io.raftboot.core.node.LoopbackCluster.await;

/**
 * Real nodes on real (and fragile) disks over a network in memory, on which snapshots can
 * be tampered with.
 */
final class MemoryCluster implements AutoCloseable {

	final List<Peer> peers = new ArrayList<>();

	final List<RaftNode> nodes = new CopyOnWriteArrayList<>();

	final List<RecordingMachine> machines = new CopyOnWriteArrayList<>();

	final List<FragileDisk> logDisks = new ArrayList<>();

	final List<FragileDisk> snapshotDisks = new ArrayList<>();

	final List<RaftEvent> events = new CopyOnWriteArrayList<>();

	/** What each node has said. */
	final List<List<RaftEvent>> eventsOf = new ArrayList<>();

	final MemoryNetwork network = new MemoryNetwork(MemoryNetworkOptions.realTime(1L));

	/**
	 * What becomes of a message about a snapshot: to whom, what; answers what is sent.
	 */
	volatile BiFunction<NodeId, Message, List<Message>> tampering = (to, message) -> List.of(message);

	/** Sees every message that is sent, on its sender's loop. */
	volatile BiConsumer<NodeId, Message> watching = (to, message) -> {
	};

	private final Path directory;

	private final SnapshotOptions snapshots;

	private final SessionOptions sessions;

	private final Duration digestInterval;

	MemoryCluster(Path directory, int size, SnapshotOptions snapshots) {
		this(directory, size, snapshots, SessionOptions.DEFAULTS);
	}

	MemoryCluster(Path directory, int size, SnapshotOptions snapshots, SessionOptions sessions) {
		this(directory, size, snapshots, sessions, Duration.ofMinutes(10));
	}

	MemoryCluster(Path directory, int size, SnapshotOptions snapshots, SessionOptions sessions,
			Duration digestInterval) {
		this.digestInterval = digestInterval;
		this.directory = directory;
		this.snapshots = snapshots;
		this.sessions = sessions;
		for (int i = 1; i <= size; i++) {
			this.peers.add(Peer.of("n" + i, "memory:" + (9000 + i)));
		}
		for (int i = 0; i < size; i++) {
			this.machines.add(null);
			this.eventsOf.add(new CopyOnWriteArrayList<>());
			this.nodes.add(null);
			this.logDisks.add(null);
			this.snapshotDisks.add(null);
			restart(i);
		}
	}

	/** A fresh node on the same directory, as a new process would be. */
	RaftNode restart(int i) {
		prepare(i).start();
		return this.nodes.get(i);
	}

	/** The same, not started yet. */
	RaftNode prepare(int i) {
		return prepare(i, new RecordingMachine());
	}

	/** The same with this machine. */
	RaftNode prepare(int i, RecordingMachine machine) {
		if (this.nodes.get(i) != null) {
			this.nodes.get(i).close();
		}
		this.machines.set(i, machine);
		this.logDisks.set(i, new FragileDisk());
		this.snapshotDisks.set(i, new FragileDisk());
		RaftNodeOptions options = RaftNodeOptions.builder("n" + (i + 1))
			.bind(this.peers.get(i).address())
			.peers(this.peers)
			.dataDirectory(this.directory.resolve("n" + (i + 1)))
			.segmentBytes(64 << 10)
			.cacheBytes(64 << 10)
			.electionTimeout(Duration.ofMillis(400))
			.heartbeatInterval(Duration.ofMillis(40))
			.snapshots(this.snapshots)
			.sessions(this.sessions)
			.digestInterval(this.digestInterval)
			.build();
		RaftNode node = new RaftNode(options, Map.of("default", this.machines.get(i)),
				new Environment(this.logDisks.get(i), this.snapshotDisks.get(i)));
		node.addListener(this.events::add);
		node.addListener(this.eventsOf.get(i)::add);
		this.nodes.set(i, node);
		return node;
	}

	int leader() {
		for (int i = 0; i < this.nodes.size(); i++) {
			if (this.nodes.get(i).status().role() == Role.LEADER) {
				return i;
			}
		}
		return -1;
	}

	int awaitLeader() {
		await("a leader", () -> leader() >= 0);
		return leader();
	}

	/** Writes through the leader, again and again while there is surely no effect. */
	Committed write(String text) {
		while (true) {
			try {
				return this.nodes.get(awaitLeader()).propose("default", RecordingMachine.bytes(text)).join();
			}
			catch (CompletionException ex) {
				if (!(ex.getCause() instanceof NotLeaderException || ex.getCause() instanceof RaftBusyException
						|| ex.getCause() instanceof MachineNotReadyException)) {
					throw ex;
				}
				LockSupport.parkNanos(5_000_000L);
			}
		}
	}

	/**
	 * Writes about so many texts of a kilobyte and more; on a busy machine some may fail.
	 */
	void fill(String name, int count) {
		List<CompletableFuture<Committed>> calls = new ArrayList<>();
		RaftNode leader = this.nodes.get(awaitLeader());
		for (int i = 0; i < count; i++) {
			calls.add(leader.propose("default", RecordingMachine.bytes(name + i + "-" + "x".repeat(1000))));
		}
		for (CompletableFuture<Committed> call : calls) {
			call.exceptionally((failure) -> null).join();
		}
	}

	/**
	 * Stops a follower and writes so much that the log does not reach back to it.
	 * @return which one
	 */
	int leaveOneBehind(int kilobytes) {
		write("first");
		int away = (awaitLeader() + 1) % this.nodes.size();
		await("all to have it", () -> this.machines.get(away).texts().size() == 1);
		this.nodes.get(away).close();
		fill("a", kilobytes);
		compact();
		write("behind the snapshot");
		return away;
	}

	/** Has the leader's log begin behind a snapshot of all there is. */
	void compact() {
		RaftNode leader = this.nodes.get(awaitLeader());
		leader.snapshot().join();
		await("a shorter log", () -> leader.status().firstIndex() > 1);
	}

	void awaitEqual() {
		try {
			await("equal states", this::isEqual);
		}
		catch (AssertionError ex) {
			StringBuilder states = new StringBuilder(ex.getMessage());
			for (int i = 0; i < this.nodes.size(); i++) {
				List<String> texts = this.machines.get(i).texts();
				states.append("\n").append(texts.size()).append(" texts, resets ").append(this.machines.get(i).resets);
				states.append(", ").append(this.nodes.get(i).status());
			}
			throw new AssertionError(states.toString(), ex);
		}
	}

	private boolean isEqual() {
		List<String> first = this.machines.get(0).texts();
		int leader = leader();
		return leader >= 0 && this.machines.stream().allMatch((machine) -> machine.texts().equals(first))
				&& this.nodes.stream()
					.allMatch((node) -> node.status().appliedIndex() == this.nodes.get(leader).status().lastIndex());
	}

	/** Events come from threads of their own, after the states that they are about. */
	void awaitInstall() {
		await("the event of an installed snapshot", () -> installs() > 0);
	}

	long installs() {
		return this.events.stream().filter(RaftEvent.SnapshotInstalled.class::isInstance).count();
	}

	@Override
	public void close() {
		this.nodes.forEach(RaftNode::close);
	}

	private final class Environment implements NodeEnvironment {

		private final SystemEnvironment system = new SystemEnvironment();

		private final Disk logDisk;

		private final Disk snapshotDisk;

		Environment(Disk logDisk, Disk snapshotDisk) {
			this.logDisk = logDisk;
			this.snapshotDisk = snapshotDisk;
		}

		@Override
		public Storage openStorage(RaftNodeOptions options) throws IOException {
			return FileStorage.open(this.logDisk, options.dataDirectory().resolve(RaftNodeOptions.GROUP),
					Meta.initial(options.nodeId(), this.system.random().nextLong(Long.MAX_VALUE)),
					FileStorageOptions.DEFAULTS.withSegmentBytes(options.segmentBytes()));
		}

		@Override
		public SnapshotStore openSnapshots(RaftNodeOptions options) throws IOException {
			return FileSnapshotStore.open(this.snapshotDisk,
					options.dataDirectory().resolve(RaftNodeOptions.GROUP).resolve("snap"));
		}

		@Override
		public StagingArea openStaging(RaftNodeOptions options) throws IOException {
			return StagingArea.open(this.snapshotDisk,
					options.dataDirectory().resolve(RaftNodeOptions.GROUP).resolve("restore"));
		}

		@Override
		public Transport newTransport(RaftNodeOptions options) {
			return new Tampering(options.nodeId(), MemoryCluster.this.network.newTransport(options.bind()));
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

	private final class Tampering implements Transport {

		private final NodeId self;

		private final Transport target;

		Tampering(NodeId self, Transport target) {
			this.self = self;
			this.target = target;
		}

		/** The transport wants to know a name before the node is put together. */
		@Override
		public void start(TransportListener listener) throws IOException {
			NamedListener named = new NamedListener(this.self, listener);
			this.target.start(named);
			named.started = true;
		}

		@Override
		public String boundAddress() {
			return this.target.boundAddress();
		}

		@Override
		public void connectTo(List<Peer> peers) {
			this.target.connectTo(peers);
		}

		@Override
		public int poll() {
			return this.target.poll();
		}

		@Override
		public void await(long timeoutNanos) {
			this.target.await(timeoutNanos);
		}

		@Override
		public void wakeUp() {
			this.target.wakeUp();
		}

		@Override
		public boolean send(NodeId to, Message message) {
			MemoryCluster.this.watching.accept(to, message);
			if (!(message instanceof Message.SnapshotTransfer)) {
				return this.target.send(to, message);
			}
			for (Message sent : MemoryCluster.this.tampering.apply(to, message)) {
				this.target.send(to, sent);
			}
			return true;
		}

		@Override
		public void flush() {
			this.target.flush();
		}

		@Override
		public TransportCounters counters() {
			return this.target.counters();
		}

		@Override
		public void close() {
			this.target.close();
		}

	}

}
