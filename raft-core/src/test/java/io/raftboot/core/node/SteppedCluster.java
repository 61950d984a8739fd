package io.raftboot.core.node;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

import io.raftboot.core.model.Peer;
import io.raftboot.core.model.Role;
import io.raftboot.core.transport.memory.MemoryNetwork;
import io.raftboot.core.transport.memory.MemoryNetworkOptions;

import static io.raftboot.core.node.RecordingMachine.bytes;
import static org.assertj.core.api.Assertions.assertThat;

/** Three nodes without threads on one clock, which a test runs step by step. */
final class SteppedCluster implements NodeClock, AutoCloseable {

	private static final List<Peer> PEERS = List.of(Peer.of("n1", "memory:1"), Peer.of("n2", "memory:2"),
			Peer.of("n3", "memory:3"));

	/** Reads are not expected so long after the last one, and all is applied. */
	static final long QUIET_NANOS = 5_000_000L;

	private final MemoryNetwork network = new MemoryNetwork(MemoryNetworkOptions.virtualTime(1L, this::nanoTime));

	private final Queue<Step> ready = new ConcurrentLinkedQueue<>();

	private final List<Member> members = new ArrayList<>();

	private long nanos = 1_000_000_000L;

	private SteppedCluster() {
		PEERS.forEach((peer) -> this.members.add(new Member(peer)));
	}

	/** One that has a leader, and is quiet. */
	static SteppedCluster led() {
		SteppedCluster cluster = new SteppedCluster();
		cluster.members.forEach((member) -> member.node.start());
		while (cluster.leaders().isEmpty()
				|| cluster.members.stream().anyMatch((member) -> member.appliedIndex() == 0L)) {
			cluster.pass(QUIET_NANOS);
			assertThat(cluster.nanos).as("somebody leads within a minute").isLessThan(60_000_000_000L);
		}
		cluster.pass(QUIET_NANOS);
		return cluster;
	}

	List<Member> members() {
		return this.members;
	}

	Member leader() {
		return leaders().get(0);
	}

	List<Member> followers() {
		return this.members.stream().filter((member) -> member.parts().core.role() != Role.LEADER).toList();
	}

	private List<Member> leaders() {
		return this.members.stream().filter((member) -> member.parts().core.role() == Role.LEADER).toList();
	}

	void pass(long passedNanos) {
		this.nanos += passedNanos;
		run();
	}

	/** Until nobody has anything to do at this time. */
	void run() {
		int idle = 0;
		while (idle < 2) {
			int work = 0;
			for (Member member : this.members) {
				work += member.parts().loop.doWork();
			}
			for (Step step = this.ready.poll(); step != null; step = this.ready.poll()) {
				work += (step.run() == 0L) ? 1 : 0;
			}
			idle = (work > 0) ? 0 : idle + 1;
		}
	}

	@Override
	public long nanoTime() {
		return this.nanos;
	}

	@Override
	public long currentTimeMillis() {
		return this.nanos / 1_000_000L;
	}

	@Override
	public void close() {
		this.members.forEach((member) -> member.node.close());
	}

	/** A node of it. */
	final class Member implements NodeRuntime.DutyRunners {

		final RaftNode node;

		/** How long its loop would have waited for its disk, each time it could have. */
		final List<Long> limits = new ArrayList<>();

		private Member(Peer peer) {
			RaftNodeOptions options = RaftNodeOptions.builder(peer.id().value())
				.bind(peer.address())
				.peers(PEERS)
				.build();
			NodeEnvironment environment = new SystemEnvironment(SystemEnvironment.FILE_SYSTEM,
					(own) -> SteppedCluster.this.network.newTransport(own.nodeId(), own.bind()), SteppedCluster.this,
					null, Map.of());
			this.node = new RaftNode(options, Map.of("default", new RecordingMachine()), environment,
					(own, world, machines, pending,
							listeners) -> new Driver(new NodeRuntime(own, world, machines, pending, listeners, this)));
		}

		NodeParts parts() {
			NodeParts parts = this.node.parts();
			assertThat(parts).isNotNull();
			return parts;
		}

		long appliedIndex() {
			return parts().applier.appliedIndex();
		}

		CompletableFuture<Committed> propose() {
			return this.node.propose("default", bytes("text"));
		}

		@Override
		public DutyRunner runner(String name, Duty duty, Consumer<Throwable> onFailure) {
			return new DutyStep(name, duty, onFailure, SteppedCluster.this.ready::add);
		}

		@Override
		public SharedRunner logWriter(String name, LogWriter duty, Consumer<Throwable> onFailure) {
			SharedRunner steps = SharedRunner.of(runner(name, duty, onFailure));
			return (SharedRunner) Proxy.newProxyInstance(SharedRunner.class.getClassLoader(),
					new Class<?>[] { SharedRunner.class }, (proxy, method, arguments) -> {
						if (method.getName().equals("runOrWake")) {
							this.limits.add((Long) arguments[0]);
						}
						return method.invoke(steps, arguments);
					});
		}

	}

	private record Driver(NodeRuntime runtime) implements NodeDriver {

		@Override
		public void start() {
			this.runtime.open();
		}

		@Override
		public void stop() {
			this.runtime.stopSoon();
			this.runtime.close();
		}

	}

}
