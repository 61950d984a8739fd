package io.raftboot.core.transport.tcp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryBatchBuilder;
import io.raftboot.core.model.EntryType;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.HeartbeatResponse;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.transport.Hello;
import io.raftboot.core.transport.Refusal;
import io.raftboot.core.transport.TransportListener;
import org.jspecify.annotations.Nullable;

/**
 * Measures two transports on two threads over loopback: round trips with one outstanding
 * message, and messages of 300 bytes one way. Not a test; run it by hand, with "spin" to
 * poll for 50 µs before each wait.
 */
final class LoopbackMeasurement {

	private static final int ROUND_TRIPS = 100_000;

	private static final int MESSAGES = 2_000_000;

	private static long spinNanos;

	private LoopbackMeasurement() {
	}

	public static void main(String[] args) throws Exception {
		spinNanos = (args.length > 0) ? 50_000L : 0L;
		for (int i = 0; i < 3; i++) {
			try (Node a = new Node("a"); Node b = new Node("b")) {
				a.other = b;
				b.other = a;
				Thread echo = new Thread(() -> b.run());
				a.transport.connectTo(List.of(b.peer()));
				b.transport.connectTo(List.of(a.peer()));
				echo.start();
				a.runUntilConnected();
				roundTrips(a);
				oneWay(a, b);
				b.stop = true;
				b.transport.wakeUp();
				echo.join();
			}
		}
	}

	private static void roundTrips(Node a) {
		long[] nanos = new long[ROUND_TRIPS];
		long start = System.nanoTime();
		for (int i = 0; i < ROUND_TRIPS; i++) {
			long before = System.nanoTime();
			a.answered = -1;
			a.transport.send(a.other().id, new Heartbeat(a.id, 1L, 0L, i, 0));
			a.transport.flush();
			while (a.answered != i) {
				a.step();
			}
			nanos[i] = System.nanoTime() - before;
		}
		double seconds = (System.nanoTime() - start) / 1e9;
		Arrays.sort(nanos);
		System.out.printf("round trips %.0f/s, p50 %.1f us, p99 %.1f us, p99.9 %.1f us%n", ROUND_TRIPS / seconds,
				nanos[ROUND_TRIPS / 2] / 1e3, nanos[ROUND_TRIPS / 100 * 99] / 1e3,
				nanos[ROUND_TRIPS / 1000 * 999] / 1e3);
	}

	private static void oneWay(Node a, Node b) {
		EntryBatch batch = EntryBatchBuilder.single(1L, 1L, EntryType.COMMAND, ByteBuffer.allocate(208));
		AppendEntries message = new AppendEntries(a.id, 1L, 0L, 0L, 0L, 0L, 0, batch);
		long start = System.nanoTime();
		int sent = 0;
		while (sent < MESSAGES) {
			for (int i = 0; i < 32 && sent < MESSAGES; i++) {
				if (!a.transport.send(b.id, message)) {
					break;
				}
				sent++;
			}
			a.transport.flush();
			a.transport.poll();
		}
		while (b.received < MESSAGES) {
			a.step();
		}
		double seconds = (System.nanoTime() - start) / 1e9;
		System.out.printf("one way %.0f messages/s of 300 bytes, %.0f MB/s%n", MESSAGES / seconds,
				MESSAGES * 300e-6 / seconds);
	}

	private static final class Node implements TransportListener, AutoCloseable {

		private final NodeId id;

		private final TcpTransport transport;

		private volatile boolean stop;

		private volatile int received;

		private @Nullable Node other;

		private volatile boolean connected;

		private long answered;

		Node(String id) throws Exception {
			this.id = NodeId.of(id);
			this.transport = new TcpTransport(TcpTransportOptions.builder("127.0.0.1:0", "default").build());
			this.transport.start(this);
		}

		Node other() {
			assert this.other != null;
			return this.other;
		}

		Peer peer() {
			return new Peer(this.id, this.transport.boundAddress(), 0L);
		}

		void run() {
			while (!this.stop) {
				step();
			}
			this.transport.close();
		}

		void runUntilConnected() {
			while (!this.connected || !this.other().connected) {
				step();
			}
		}

		void step() {
			int work = this.transport.poll();
			this.transport.flush();
			if (work == 0) {
				long end = System.nanoTime() + spinNanos;
				while (spinNanos > 0 && System.nanoTime() - end < 0) {
					if (this.transport.poll() > 0) {
						this.transport.flush();
						return;
					}
				}
				this.transport.await(1_000_000L);
			}
		}

		@Override
		public Hello hello() {
			return new Hello("default", ClusterId.NONE, this.id, 1L, 1L, 0L, "", false, List.of());
		}

		@Override
		public @Nullable Refusal check(Hello remote) {
			return null;
		}

		@Override
		public void onMessage(Message message) {
			if (message instanceof Heartbeat heartbeat) {
				this.transport.send(heartbeat.from(), new HeartbeatResponse(this.id, 1L, heartbeat.round(), 0L));
			}
			else if (message instanceof HeartbeatResponse response) {
				this.answered = response.round();
			}
			else {
				this.received = this.received + 1;
			}
		}

		@Override
		public void onConnected(NodeId peer) {
			this.connected = true;
		}

		@Override
		public void onDisconnected(NodeId peer) {
			this.connected = false;
		}

		@Override
		public void onRefused(NodeId peer, Refusal refusal) {
			throw new AssertionError(refusal);
		}

		@Override
		public void close() {
			if (!this.stop) {
				this.transport.close();
			}
		}

	}

}
