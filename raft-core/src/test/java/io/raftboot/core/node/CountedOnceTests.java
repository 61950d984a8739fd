package io.raftboot.core.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.Role;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.raftboot.core.node.LoopbackCluster.await;
import static io.raftboot.core.node.RecordingMachine.bytes;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Counts through all nodes while leaders are stopped and replaced and links are cut,
 * again and again: every acknowledged count is there once, and nothing is there twice.
 */
@Timeout(600)
class CountedOnceTests {

	private static final int FAULTS = 10;

	private static final int CALLERS_PER_NODE = 16;

	private static final long SECOND_NANOS = 1_000_000_000L;

	@TempDir
	private Path directory;

	private final AtomicInteger next = new AtomicInteger();

	private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();

	private final Set<Integer> unknown = ConcurrentHashMap.newKeySet();

	@Test
	void tenThousand() {
		count(10_000, this::disturbByProgress);
	}

	@Test
	@Tag("long")
	void aHundredThousand() {
		count(100_000, this::disturbEverySecond);
	}

	private void count(int total, Disturbance disturbance) {
		SnapshotOptions often = SnapshotOptions.DEFAULTS.withLimits(total / 10L, 0L, Duration.ZERO)
			.withMinInterval(Duration.ZERO)
			.withTrailingEntries(100);
		try (MemoryCluster cluster = new MemoryCluster(this.directory, 3, often)) {
			cluster.awaitLeader();
			List<Thread> callers = new ArrayList<>();
			for (int i = 0; i < 3 * CALLERS_PER_NODE; i++) {
				int node = i % 3;
				boolean byKey = i % 4 == 0;
				callers.add(new Thread(() -> call(cluster, node, byKey, total), "caller-" + i));
			}
			callers.forEach(Thread::start);
			disturbance.during(cluster, callers, total);
			await("the last call", () -> callers.stream().noneMatch(Thread::isAlive));
			cluster.awaitLeader();
			cluster.write("the end");
			cluster.awaitEqual();
			check(cluster, total);
			restartAll(cluster);
			check(cluster, total);
		}
	}

	/** One call at a time; the key's caller asks again, also another node. */
	private void call(MemoryCluster cluster, int home, boolean byKey, int total) {
		int number = this.next.incrementAndGet();
		int node = home;
		while (number <= total) {
			RaftNode asked = cluster.nodes.get(node);
			String text = "c" + number;
			CompletableFuture<Committed> call = byKey ? asked.submit("default", bytes(text), text)
					: asked.submit("default", bytes(text));
			try {
				call.join();
				this.acknowledged.add(number);
				number = this.next.incrementAndGet();
				node = home;
			}
			catch (RuntimeException ex) {
				Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
				boolean surelyNot = cause instanceof NotLeaderException || cause instanceof RaftBusyException
						|| cause instanceof RaftStoppedException;
				if (surelyNot || byKey) {
					node = (node + 1) % 3;
					LockSupport.parkNanos(10_000_000L);
				}
				else {
					assertThat(cause).isInstanceOfAny(OutcomeUnknownException.class, RaftTimeoutException.class);
					this.unknown.add(number);
					number = this.next.incrementAndGet();
				}
			}
		}
	}

	/** There are as many faults on a fast machine as on a slow one. */
	private void disturbByProgress(MemoryCluster cluster, List<Thread> callers, int total) {
		for (int fault = 1; fault <= FAULTS; fault++) {
			int begun = fault * (total / (FAULTS + 1));
			await("so many calls", () -> this.next.get() >= begun);
			disturb(cluster, fault);
		}
	}

	private void disturbEverySecond(MemoryCluster cluster, List<Thread> callers, int total) {
		int faults = 0;
		long nextNanos = System.nanoTime() + SECOND_NANOS;
		while (callers.stream().anyMatch(Thread::isAlive)) {
			LockSupport.parkNanos(10_000_000L);
			if (System.nanoTime() - nextNanos >= 0) {
				disturb(cluster, ++faults);
				nextNanos += SECOND_NANOS;
			}
		}
		System.out.println(total + " counts, " + faults + " faults, " + this.unknown.size() + " of unknown outcome");
	}

	private static void disturb(MemoryCluster cluster, int fault) {
		int leader = cluster.awaitLeader();
		if (fault % 2 == 0) {
			cluster.restart(leader);
		}
		else {
			isolate(cluster, leader);
		}
	}

	private static void isolate(MemoryCluster cluster, int leader) {
		NodeId cut = cluster.peers.get(leader).id();
		for (Peer peer : cluster.peers) {
			cluster.network.cut(cut, peer.id());
			cluster.network.cut(peer.id(), cut);
		}
		await("another leader", () -> IntStream.range(0, 3)
			.anyMatch((i) -> i != leader && cluster.nodes.get(i).status().role() == Role.LEADER));
		cluster.network.heal();
	}

	private void restartAll(MemoryCluster cluster) {
		cluster.nodes.forEach(RaftNode::close);
		for (int i = 0; i < 3; i++) {
			cluster.restart(i);
		}
		cluster.awaitLeader();
		cluster.write("after the restart");
		cluster.awaitEqual();
	}

	private void check(MemoryCluster cluster, int total) {
		for (RecordingMachine machine : cluster.machines) {
			Set<Integer> counted = new HashSet<>();
			for (String text : machine.texts()) {
				if (text.startsWith("c")) {
					assertThat(counted.add(Integer.parseInt(text.substring(1)))).as("%s once", text).isTrue();
				}
			}
			assertThat(counted.containsAll(this.acknowledged)).as("nothing acknowledged is lost").isTrue();
			counted.removeAll(this.acknowledged);
			assertThat(this.unknown.containsAll(counted)).as("nothing else took effect").isTrue();
			assertThat(this.acknowledged.size() + this.unknown.size()).isEqualTo(total);
		}
	}

	private interface Disturbance {

		void during(MemoryCluster cluster, List<Thread> callers, int total);

	}

}
