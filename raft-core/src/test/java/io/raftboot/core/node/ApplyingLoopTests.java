package io.raftboot.core.node;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.raftboot.core.model.Role;
import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.core.statemachine.Snapshot;
import io.raftboot.core.statemachine.StateMachine;
import io.raftboot.core.transport.memory.MemoryNetwork;
import io.raftboot.core.transport.memory.MemoryNetworkOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.raftboot.core.node.LoopbackCluster.await;
import static io.raftboot.core.node.RecordingMachine.bytes;
import static org.assertj.core.api.Assertions.assertThat;

/** A node whose loop applies what is little itself, by threads. */
@Timeout(60)
class ApplyingLoopTests {

	private static final String LOOP = "raft-n1";

	private static final String APPLIER = "raft-n1-apply";

	private final MemoryNetwork network = new MemoryNetwork(MemoryNetworkOptions.realTime(1L));

	private final Machine machine = new Machine();

	private RaftNode node;

	private int proposed;

	@BeforeEach
	void start() {
		lead(null);
	}

	private void lead(@Nullable Path directory) {
		RaftNodeOptions options = RaftNodeOptions.builder("n1").bind("memory:1").dataDirectory(directory).build();
		this.node = new RaftNode(options, Map.of("default", this.machine),
				new SystemEnvironment(SystemEnvironment.FILE_SYSTEM,
						(own) -> this.network.newTransport(own.nodeId(), own.bind()), NodeClock.SYSTEM, null,
						Map.of()));
		this.node.start();
		await("a leader", () -> this.node.status().role() == Role.LEADER);
	}

	@AfterEach
	void close() {
		this.node.close();
	}

	@Test
	void theLoopAppliesWhatIsLittle() throws Exception {
		CountDownLatch seen = new CountDownLatch(1);
		this.machine.onLoop = seen::countDown;
		proposeUntil(seen);
	}

	@Test
	void aStateMachineThatHangsDoesNotHoldUpTheLoop() throws Exception {
		CountDownLatch flow = new CountDownLatch(1);
		CompletableFuture<Committed> hanging = hangOnTheLoop(flow);
		this.machine.onLoop = null;
		long last = this.node.status().lastIndex();
		CompletableFuture<Committed> next = this.node.propose("default", bytes("text"));
		await("the next entry in the log", () -> this.node.status().lastIndex() > last);
		assertThat(next).isNotDone();
		flow.countDown();
		assertThat(hanging.get(30, TimeUnit.SECONDS).index()).isLessThan(next.get(30, TimeUnit.SECONDS).index());
	}

	@Test
	void callersThatHangDoNotHoldUpTheLoopEither() throws Exception {
		CountDownLatch flow = new CountDownLatch(1);
		CountDownLatch hangs = new CountDownLatch(1);
		this.machine.onLoop = () -> this.machine.readerHangs = true;
		List<CompletableFuture<Boolean>> answers = new ArrayList<>();
		await("a caller that hangs", () -> {
			CompletableFuture<Boolean> answer = this.node.submit("default", bytes("text"), CommandOptions.DEFAULTS,
					(committed) -> {
						if (this.machine.readerHangs) {
							hangs.countDown();
							uninterruptibly(flow);
						}
						return true;
					});
			answers.add(answer);
			await("an answer, or a caller that hangs", () -> answer.isDone() || hangs.getCount() == 0);
			return hangs.getCount() == 0;
		});
		this.machine.readerHangs = false;
		this.machine.onLoop = null;
		long last = this.node.status().lastIndex();
		this.node.propose("default", bytes("text"));
		await("the next entry in the log", () -> this.node.status().lastIndex() > last);
		flow.countDown();
		assertThat(answers.get(answers.size() - 1).get(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void threadsThatChangePlacesAgainAndAgainLoseNothing() throws Exception {
		for (int i = 0; i < 30; i++) {
			CountDownLatch flow = new CountDownLatch(1);
			CompletableFuture<Committed> hanging = hangOnTheLoop(flow);
			this.machine.onLoop = null;
			CompletableFuture<Committed> next = this.node.propose("default", bytes("text"));
			this.proposed++;
			flow.countDown();
			hanging.get(30, TimeUnit.SECONDS);
			next.get(30, TimeUnit.SECONDS);
		}
		assertThat(this.machine.commits).isEqualTo(this.proposed);
	}

	@Test
	void itStopsAndStartsAfterThreadsHaveChangedPlaces() throws Exception {
		CountDownLatch flow = new CountDownLatch(1);
		CompletableFuture<Committed> hanging = hangOnTheLoop(flow);
		this.machine.onLoop = null;
		flow.countDown();
		hanging.get(30, TimeUnit.SECONDS);
		this.node.close();
		assertThat(this.node.status().role()).isNotEqualTo(Role.LEADER);
		this.node.start();
		await("a leader", () -> this.node.status().role() == Role.LEADER);
		this.node.propose("default", bytes("text")).get(30, TimeUnit.SECONDS);
	}

	@Test
	void aStateMachineThatFailsOnTheLoopStopsTheNode() {
		this.machine.onLoop = () -> {
			throw new AssertionError("failed on purpose");
		};
		await("the end of the node", () -> {
			this.node.propose("default", bytes("text"));
			return this.node.status().failure() != null;
		});
	}

	/** An interrupt closes the files that a thread uses. */
	@Test
	void aStateMachineThatInterruptsTheLoopClosesNoFiles(@TempDir Path directory) throws Exception {
		this.node.close();
		lead(directory);
		CountDownLatch interrupted = new CountDownLatch(5);
		this.machine.onLoop = () -> {
			Thread.currentThread().interrupt();
			interrupted.countDown();
		};
		proposeUntil(interrupted);
		this.machine.onLoop = null;
		for (int i = 0; i < 100; i++) {
			this.node.propose("default", bytes("text")).get(30, TimeUnit.SECONDS);
		}
	}

	/** Queries and what a snapshot needs are asked for by other threads. */
	@Test
	void whatOthersAskForIsAnsweredBesideIt() throws Exception {
		this.node.propose("default", bytes("text")).get(30, TimeUnit.SECONDS);
		for (int i = 0; i < 300; i++) {
			CompletableFuture<Committed> written = this.node.propose("default", bytes("text"));
			CompletableFuture<Long> read = this.node.read(Consistency.LINEARIZABLE);
			var snapshot = this.node.snapshot();
			written.get(30, TimeUnit.SECONDS);
			read.get(30, TimeUnit.SECONDS);
			snapshot.get(30, TimeUnit.SECONDS);
		}
	}

	/**
	 * Answers with the command at which the loop hangs, when another thread is the loop.
	 */
	private CompletableFuture<Committed> hangOnTheLoop(CountDownLatch flow) throws Exception {
		CountDownLatch hangs = new CountDownLatch(1);
		Thread[] held = new Thread[1];
		this.machine.onLoop = () -> {
			held[0] = Thread.currentThread();
			hangs.countDown();
			uninterruptibly(flow);
		};
		CompletableFuture<Committed> hanging = proposeUntil(hangs);
		await("another loop", () -> held[0].getName().equals(APPLIER));
		return hanging;
	}

	/** Answers with the last command. */
	private CompletableFuture<Committed> proposeUntil(CountDownLatch happened) {
		List<CompletableFuture<Committed>> proposals = new ArrayList<>();
		await("what is to happen", () -> {
			CompletableFuture<Committed> proposed = this.node.propose("default", bytes("text"));
			proposals.add(proposed);
			await("an answer, or what is to happen", () -> proposed.isDone() || happened.getCount() == 0);
			assertThat(proposed).isNotCompletedExceptionally();
			return happened.getCount() == 0;
		});
		this.proposed += proposals.size();
		return proposals.get(proposals.size() - 1);
	}

	private static void uninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Does something else when the loop calls it. */
	private static final class Machine implements StateMachine {

		volatile Runnable onLoop;

		volatile boolean readerHangs;

		volatile int commits;

		@Override
		public byte[] commit(CommitContext context, ByteBuffer command) {
			this.commits++;
			Runnable action = this.onLoop;
			if (action != null && Thread.currentThread().getName().equals(LOOP)) {
				action.run();
			}
			return null;
		}

		@Override
		public Snapshot snapshot() {
			return (target) -> target.write(1);
		}

		@Override
		public void reset(long index, InputStream source) {
		}

	}

}
