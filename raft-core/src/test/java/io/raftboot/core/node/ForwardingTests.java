package io.raftboot.core.node;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import io.raftboot.core.log.Storage;
import io.raftboot.core.model.ForwardRequest;
import io.raftboot.core.model.ForwardResponse;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.snapshot.SnapshotStore;
import io.raftboot.core.snapshot.StagingArea;
import io.raftboot.core.transport.Transport;
import io.raftboot.core.transport.TransportCounters;
import io.raftboot.core.transport.TransportListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.raftboot.core.node.RecordingMachine.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A follower and its leader, whose words and connections the test makes up. */
@Timeout(60)
class ForwardingTests {

	private static final NodeId LEADER = NodeId.of("n1");

	private static final long TERM = 7L;

	private final ScriptedTransport transport = new ScriptedTransport();

	private final RaftNode follower = new RaftNode(RaftNodeOptions.builder("n3")
		.bind("127.0.0.1:9003")
		.peers(List.of(Peer.of("n1", "127.0.0.1:9001"), Peer.of("n2", "127.0.0.1:9002"),
				Peer.of("n3", "127.0.0.1:9003")))
		.electionTimeout(Duration.ofMinutes(2))
		.heartbeatInterval(Duration.ofSeconds(1))
		.build(), Map.of("default", new RecordingMachine()), new Environment());

	@BeforeEach
	void follow() {
		this.follower.start();
		connect();
		heartbeat();
	}

	@AfterEach
	void close() {
		this.follower.close();
	}

	@Test
	void aCommandThatWasOnItsWayWhenTheConnectionBrokeIsUnknown() {
		CompletableFuture<Committed> call = propose("a");
		this.transport.awaitForwarded(1);
		disconnect();
		assertThatThrownBy(call::join).hasCauseInstanceOf(OutcomeUnknownException.class);
	}

	/** Who answers at its address may be a new process that leads no more. */
	@Test
	void nothingIsSentToALeaderThatCameBackBeforeItSpeaks() {
		disconnect();
		refused(propose("none to talk to"));
		connect();
		refused(propose("a leader of old"));
		assertThat(this.transport.forwarded).isEmpty();
		heartbeat();
		CompletableFuture<Committed> call = propose("b");
		ForwardRequest request = this.transport.awaitForwarded(1);
		arrive(new ForwardResponse(LEADER, TERM, request.firstRequestId(), 1, ForwardResponse.Status.BUSY, 0L, ""));
		assertThatThrownBy(call::join).hasCauseInstanceOf(RaftBusyException.class);
	}

	@Test
	void whatTheLeaderSaidBeforeTheBreakCountsForNothing() {
		disconnect();
		heartbeat();
		connect();
		refused(propose("a"));
		assertThat(this.transport.forwarded).isEmpty();
	}

	@Test
	void aConnectionToAnotherNodeMayBreak() {
		this.transport.happens((listener) -> listener.onConnected(NodeId.of("n2")));
		this.transport.happens((listener) -> listener.onDisconnected(NodeId.of("n2")));
		CompletableFuture<Committed> call = propose("a");
		this.transport.awaitForwarded(1);
		assertThat(call).isNotDone();
	}

	private CompletableFuture<Committed> propose(String text) {
		return this.follower.propose("default", bytes(text));
	}

	private void refused(CompletableFuture<Committed> call) {
		assertThatThrownBy(call::join).hasCauseInstanceOf(NotLeaderException.class);
	}

	private void connect() {
		this.transport.happens((listener) -> listener.onConnected(LEADER));
		this.transport.connected = true;
	}

	private void disconnect() {
		this.transport.connected = false;
		this.transport.happens((listener) -> listener.onDisconnected(LEADER));
	}

	private void heartbeat() {
		arrive(new Heartbeat(LEADER, TERM, 0L, 1L, 0));
	}

	private void arrive(Message message) {
		this.transport.happens((listener) -> listener.onMessage(message));
	}

	/** Says what it is told to, and keeps what the node forwards. */
	private static final class ScriptedTransport implements Transport {

		private final LinkedBlockingQueue<Runnable> events = new LinkedBlockingQueue<>();

		private final Semaphore woken = new Semaphore(0);

		private final List<ForwardRequest> forwarded = new CopyOnWriteArrayList<>();

		private volatile boolean connected;

		private volatile TransportListener listener;

		/** Returns when the node was told. */
		void happens(Consumer<TransportListener> event) {
			CompletableFuture<Void> told = new CompletableFuture<>();
			this.events.add(() -> {
				event.accept(this.listener);
				told.complete(null);
			});
			wakeUp();
			told.join();
		}

		ForwardRequest awaitForwarded(int count) {
			LoopbackCluster.await("forwarded commands", () -> this.forwarded.size() == count);
			return this.forwarded.get(count - 1);
		}

		@Override
		public void start(TransportListener listener) {
			this.listener = listener;
		}

		@Override
		public String boundAddress() {
			return "127.0.0.1:9003";
		}

		@Override
		public void connectTo(List<Peer> peers) {
		}

		@Override
		public int poll() {
			int work = 0;
			for (Runnable event = this.events.poll(); event != null; event = this.events.poll()) {
				event.run();
				work++;
			}
			return work;
		}

		@Override
		public void await(long timeoutNanos) {
			try {
				if (this.woken.tryAcquire(timeoutNanos, TimeUnit.NANOSECONDS)) {
					this.woken.drainPermits();
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		@Override
		public void wakeUp() {
			this.woken.release();
		}

		@Override
		public boolean send(NodeId to, Message message) {
			if (this.connected && message instanceof ForwardRequest request) {
				this.forwarded.add(request);
			}
			return this.connected;
		}

		@Override
		public void flush() {
		}

		@Override
		public TransportCounters counters() {
			return new TransportCounters(0, 0, 0, 0, 0, 0, 0);
		}

		@Override
		public void close() {
		}

	}

	private final class Environment implements NodeEnvironment {

		private final SystemEnvironment system = new SystemEnvironment();

		@Override
		public Storage openStorage(RaftNodeOptions options) throws IOException {
			return this.system.openStorage(options);
		}

		@Override
		public SnapshotStore openSnapshots(RaftNodeOptions options) throws IOException {
			return this.system.openSnapshots(options);
		}

		@Override
		public StagingArea openStaging(RaftNodeOptions options) throws IOException {
			return this.system.openStaging(options);
		}

		@Override
		public Transport newTransport(RaftNodeOptions options) {
			return ForwardingTests.this.transport;
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
