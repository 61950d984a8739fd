package io.raftboot.core.transport.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.SnapshotChunk;
import io.raftboot.core.transport.Hello;
import io.raftboot.core.transport.Refusal;
import io.raftboot.core.transport.TransportListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MemoryNetworkTests {

	private static final long MILLISECOND = 1_000_000L;

	private long now;

	private MemoryNetwork network = network(1);

	private final List<Node> nodes = new ArrayList<>();

	private MemoryNetwork network(long seed) {
		return new MemoryNetwork(MemoryNetworkOptions.virtualTime(seed, () -> this.now));
	}

	@BeforeEach
	void connectTwoNodes() throws IOException {
		addNodes("a", "b");
	}

	private void addNodes(String... ids) throws IOException {
		for (String id : ids) {
			this.nodes.add(new Node(id));
		}
		for (Node node : this.nodes) {
			node.transport.connectTo(this.nodes.stream().map(Node::peer).toList());
		}
		run(100 * MILLISECOND);
		assertThat(node(0).connected).isNotEmpty();
	}

	private Node node(int number) {
		return this.nodes.get(number);
	}

	private void run(long nanos) {
		long end = this.now + nanos;
		while (this.now - end < 0) {
			for (Node node : this.nodes) {
				node.transport.poll();
				node.transport.flush();
			}
			this.now += MILLISECOND;
		}
	}

	private List<Long> sendAndReceive(int count) {
		for (int round = 0; round < count; round++) {
			node(0).transport.send(node(1).id, new Heartbeat(node(0).id, 1L, 0L, round, 0));
			run(MILLISECOND);
		}
		run(100 * MILLISECOND);
		return node(1).rounds;
	}

	@Test
	void nothingIsLostWithoutFaults() {
		assertThat(sendAndReceive(100)).hasSize(100).isSorted().doesNotHaveDuplicates();
	}

	@Test
	void messagesLeaveWithTheFlush() {
		node(0).transport.send(node(1).id, new Heartbeat(node(0).id, 1L, 0L, 1L, 0));
		node(1).transport.poll();
		assertThat(node(1).rounds).isEmpty();
		node(0).transport.flush();
		node(1).transport.poll();
		assertThat(node(1).rounds).hasSize(1);
	}

	@Test
	void someAreDropped() {
		this.network.faults(Faults.NONE.drop(0.3));
		assertThat(sendAndReceive(1000)).hasSizeBetween(600, 800).isSorted().doesNotHaveDuplicates();
		assertThat(node(0).connected).containsExactly("+b");
	}

	@Test
	void someArriveTwice() {
		this.network.faults(Faults.NONE.duplicate(0.3));
		assertThat(sendAndReceive(1000)).hasSizeBetween(1200, 1400).isSorted();
	}

	@Test
	void aDelayKeepsTheOrder() {
		this.network.faults(Faults.NONE.delayNanos(5 * MILLISECOND, 30 * MILLISECOND));
		node(0).transport.send(node(1).id, new Heartbeat(node(0).id, 1L, 0L, -1L, 0));
		run(5 * MILLISECOND);
		assertThat(node(1).rounds).isEmpty();
		assertThat(node(1).transport.nextDeadlineNanos() - this.now).isBetween(-MILLISECOND, 30 * MILLISECOND);
		assertThat(sendAndReceive(1000)).hasSize(1001).isSorted().doesNotHaveDuplicates();
	}

	@Test
	void someOvertake() {
		this.network.faults(Faults.NONE.delayNanos(0, 30 * MILLISECOND).reorder(0.5));
		List<Long> rounds = sendAndReceive(1000);
		assertThat(rounds).hasSize(1000).doesNotHaveDuplicates();
		assertThat(rounds).isNotEqualTo(rounds.stream().sorted().toList());
	}

	@Test
	void aCutIsOneWayAndUnnoticed() {
		this.network.cut(node(0).id, node(1).id);
		assertThat(sendAndReceive(10)).isEmpty();
		node(1).transport.send(node(0).id, new Heartbeat(node(1).id, 1L, 0L, 5L, 0));
		run(10 * MILLISECOND);
		assertThat(node(0).rounds).containsExactly(5L);
		assertThat(node(0).connected).containsExactly("+b");
		this.network.restore(node(0).id, node(1).id);
		assertThat(sendAndReceive(10)).hasSize(10);
	}

	@Test
	void aPartitionSeparatesItsSidesUntilHealed() throws IOException {
		addNodes("c");
		this.network.partition(List.of(Set.of(node(0).id), Set.of(node(1).id, node(2).id)));
		assertThat(sendAndReceive(10)).isEmpty();
		node(2).transport.send(node(1).id, new Heartbeat(node(2).id, 1L, 0L, 5L, 0));
		run(10 * MILLISECOND);
		assertThat(node(1).rounds).containsExactly(5L);
		this.network.heal();
		assertThat(sendAndReceive(10)).hasSize(11);
	}

	@Test
	void faultsMayConcernOneLinkOnly() {
		this.network.faults(node(0).id, node(1).id, Faults.NONE.drop(1));
		assertThat(sendAndReceive(10)).isEmpty();
		node(1).transport.send(node(0).id, new Heartbeat(node(1).id, 1L, 0L, 5L, 0));
		run(10 * MILLISECOND);
		assertThat(node(0).rounds).containsExactly(5L);
	}

	@Test
	void aCrashBehindAPartitionIsFoundOutAfterIt() throws IOException {
		this.network.partition(List.of(Set.of(node(0).id), Set.of(node(1).id)));
		Node crashed = this.nodes.remove(1);
		crashed.transport.close();
		run(50 * MILLISECOND);
		assertThat(node(0).connected).containsExactly("+b");
		this.nodes.add(new Node("b", crashed.transport.boundAddress()));
		this.network.heal();
		node(0).transport.send(node(1).id, new Heartbeat(node(0).id, 1L, 0L, 1L, 0));
		run(100 * MILLISECOND);
		assertThat(node(0).connected).containsExactly("+b", "-b", "+b");
		assertThat(sendAndReceive(5)).hasSize(5);
	}

	@Test
	void oneSeedHasOneFate() throws IOException {
		List<Long> first = faultyRun(42);
		assertThat(faultyRun(42)).isEqualTo(first);
		assertThat(faultyRun(43)).isNotEqualTo(first);
	}

	private void sendPiece(int number) {
		SnapshotChunk chunk = new SnapshotChunk(node(0).id, 1L, 2L, 1L, 1000L, 0, number, ByteBuffer.allocate(1));
		assertThat(node(0).transport.send(node(1).id, chunk)).isTrue();
	}

	@Test
	void onePollTakesAFewPiecesAndAllTheRest() {
		sendPiece(0);
		run(10 * MILLISECOND);
		for (int i = 1; i <= 100; i++) {
			sendPiece(i);
		}
		node(0).transport.send(node(1).id, new Heartbeat(node(0).id, 1L, 0L, 5L, 0));
		node(0).transport.flush();
		node(1).transport.poll();
		assertThat(node(1).rounds).containsExactly(5L);
		assertThat(node(1).pieces).hasSizeBetween(2, 10);
		assertThat(node(1).transport.nextDeadlineNanos()).isLessThanOrEqualTo(this.now);
		run(100 * MILLISECOND);
		assertThat(node(1).pieces).hasSize(101).isSorted().doesNotHaveDuplicates();
	}

	@Test
	void aCutConcernsPiecesToo() {
		int greetedBefore = node(1).greeted;
		sendPiece(0);
		run(10 * MILLISECOND);
		this.network.cut(node(0).id, node(1).id);
		sendPiece(1);
		run(10 * MILLISECOND);
		this.network.restore(node(0).id, node(1).id);
		sendPiece(2);
		run(10 * MILLISECOND);
		assertThat(node(1).pieces).containsExactly(0L, 2L);
		assertThat(node(1).greeted).isEqualTo(greetedBefore + 1);
	}

	@Test
	void piecesWaitForOneAttemptToConnect() {
		this.network.cut(node(1).id, node(0).id);
		sendPiece(0);
		run(1100 * MILLISECOND);
		assertThat(node(0).transport.counters().messagesDropped()).isEqualTo(1);
		assertThat(node(0).transport.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
		this.network.heal();
		sendPiece(1);
		run(100 * MILLISECOND);
		assertThat(node(1).pieces).containsExactly(1L);
		assertThat(node(0).connected).containsExactly("+b");
	}

	@Test
	void anIdleConnectionForPiecesIsClosed() throws IOException {
		this.nodes.clear();
		this.network = new MemoryNetwork(
				MemoryNetworkOptions.virtualTime(1, () -> this.now).bulk(8 << 20, 50 * MILLISECOND));
		addNodes("a", "b");
		int greetedBefore = node(1).greeted;
		sendPiece(0);
		run(40 * MILLISECOND);
		sendPiece(1);
		run(40 * MILLISECOND);
		assertThat(node(1).greeted).isEqualTo(greetedBefore + 1);
		assertThat(node(0).transport.nextDeadlineNanos() - this.now).isEqualTo(10 * MILLISECOND);
		run(20 * MILLISECOND);
		assertThat(node(0).transport.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
		sendPiece(2);
		run(10 * MILLISECOND);
		assertThat(node(1).greeted).isEqualTo(greetedBefore + 2);
		assertThat(node(1).pieces).containsExactly(0L, 1L, 2L);
	}

	private List<Long> faultyRun(long seed) throws IOException {
		this.nodes.clear();
		this.network = network(seed);
		addNodes("a", "b");
		this.network.faults(new Faults(0.2, 0.2, 0.2, MILLISECOND, 20 * MILLISECOND));
		return List.copyOf(sendAndReceive(300));
	}

	private final class Node implements TransportListener {

		private final NodeId id;

		private final MemoryTransport transport;

		private final List<Long> rounds = new ArrayList<>();

		private final List<Long> pieces = new ArrayList<>();

		private final List<String> connected = new ArrayList<>();

		private int greeted;

		Node(String id) throws IOException {
			this(id, "memory-" + id);
		}

		Node(String id, String address) throws IOException {
			this.id = NodeId.of(id);
			this.transport = MemoryNetworkTests.this.network.newTransport(address);
			this.transport.start(this);
		}

		Peer peer() {
			return new Peer(this.id, this.transport.boundAddress(), 0L);
		}

		@Override
		public Hello hello() {
			return new Hello("default", ClusterId.NONE, this.id, 1L, 2L, 0L, "", false, List.of());
		}

		@Override
		public @Nullable Refusal check(Hello remote) {
			this.greeted += remote.nodeId().value().equals("a") ? 1 : 0;
			return null;
		}

		@Override
		public void onMessage(Message message) {
			if (message instanceof SnapshotChunk chunk) {
				this.pieces.add(chunk.offset());
			}
			else {
				this.rounds.add(((Heartbeat) message).round());
			}
		}

		@Override
		public void onConnected(NodeId peer) {
			this.connected.add("+" + peer);
		}

		@Override
		public void onDisconnected(NodeId peer) {
			this.connected.add("-" + peer);
		}

		@Override
		public void onRefused(NodeId peer, Refusal refusal) {
			throw new AssertionError(refusal);
		}

	}

}
