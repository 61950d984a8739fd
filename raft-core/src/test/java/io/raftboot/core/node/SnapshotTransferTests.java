package io.raftboot.core.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.SnapshotChunk;
import io.raftboot.core.model.SnapshotChunkResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.raftboot.core.node.LoopbackCluster.await;
import static io.raftboot.core.node.RecordingMachine.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Snapshots on their way from a leader to a follower that was away. */
@Timeout(120)
class SnapshotTransferTests {

	private static final SnapshotOptions ON_DEMAND = SnapshotOptions.DEFAULTS.withLimits(0, 0, Duration.ZERO)
		.withTrailingEntries(0);

	@TempDir
	Path directory;

	private @Nullable MemoryCluster cluster;

	@AfterEach
	void stop() {
		if (this.cluster != null) {
			this.cluster.close();
		}
	}

	/** A cluster of three of which one is away, and the log does not reach back to it. */
	private int startWithOneAway(SnapshotOptions options, int kilobytes) {
		this.cluster = new MemoryCluster(this.directory, 3, options);
		return this.cluster.leaveOneBehind(kilobytes);
	}

	@Test
	void aFollowerThatWasAwayComesBackBySnapshotWhileWritesGoOn() {
		int away = startWithOneAway(ON_DEMAND, 1500);
		AtomicBoolean stop = new AtomicBoolean();
		AtomicInteger written = new AtomicInteger();
		Thread writer = new Thread(() -> {
			while (!stop.get()) {
				this.cluster.write("meanwhile " + written.incrementAndGet());
			}
		});
		writer.start();
		this.cluster.restart(away);
		await("the snapshot to be installed", () -> this.cluster.installs() == 1);
		int then = written.get();
		await("more to be written", () -> written.get() > then + 20);
		stop.set(true);
		await("the writer to end", () -> !writer.isAlive());
		this.cluster.awaitEqual();
		assertThat(this.cluster.machines.get(away).texts()).hasSize(1502 + written.get());
		// A node that was brought up by a snapshot restarts by itself.
		this.cluster.restart(away);
		this.cluster.write("after its restart");
		this.cluster.awaitEqual();
		this.cluster.awaitInstall();
		assertThat(this.cluster.installs()).isEqualTo(1);
	}

	/** ADR 12: in one burst it would hold up the writes of everybody. */
	@Test
	void whatWasWrittenSinceTheSnapshotFollowsItInPieces() {
		int away = startWithOneAway(withSendRate(1 << 20), 100);
		this.cluster.fill("since", 200);
		List<Integer> pieces = new CopyOnWriteArrayList<>();
		this.cluster.watching = (to, message) -> {
			if (message instanceof AppendEntries append && append.entries().count() > 1
					&& to.equals(NodeId.of("n" + (away + 1)))) {
				pieces.add(append.entries().byteSize());
			}
		};
		this.cluster.restart(away);
		this.cluster.awaitEqual();
		assertThat(this.cluster.machines.get(away).texts()).hasSize(302);
		assertThat(pieces).hasSizeGreaterThan(10).allMatch((bytes) -> bytes <= 16 << 10);
	}

	private static SnapshotOptions withSendRate(long bytesPerSecond) {
		return new SnapshotOptions(0, Duration.ZERO, 0, Duration.ZERO, 0, bytesPerSecond, ON_DEMAND.retained());
	}

	/**
	 * The log of a node with several segments, and machines that live on in the process.
	 */
	@Test
	void aNodeStartedAgainInItsProcessTakesASnapshotToo() {
		int away = startWithOneAway(ON_DEMAND, 300);
		this.cluster.nodes.get(away).start();
		this.cluster.awaitEqual();
		assertThat(this.cluster.machines.get(away).texts()).hasSize(302);
	}

	@Test
	void aTransferThatBrokeGoesOnWhereItStopped() {
		int away = startWithOneAway(ON_DEMAND, 3000);
		NodeId to = NodeId.of("n" + (away + 1));
		AtomicLong bytes = new AtomicLong();
		AtomicBoolean cut = new AtomicBoolean();
		this.cluster.tampering = (target, message) -> {
			if (message instanceof SnapshotChunk chunk && target.equals(to)
					&& bytes.addAndGet(chunk.data().remaining()) > 1_500_000 && cut.compareAndSet(false, true)) {
				int leader = this.cluster.leader();
				this.cluster.network
					.partition(List.of(java.util.Set.of(to), java.util.Set.of(NodeId.of("n" + (leader + 1)))));
			}
			return List.of(message);
		};
		this.cluster.restart(away);
		await("the connection to break", cut::get);
		long until = System.nanoTime() + Duration.ofMillis(100).toNanos();
		await("a while to pass", () -> System.nanoTime() > until);
		this.cluster.network.heal();
		this.cluster.awaitEqual();
		assertThat(this.cluster.machines.get(away).texts()).hasSize(3002);
		assertThat(bytes.get()).isLessThan(2 * 3_000_000L - 1_000_000L);
	}

	@Test
	void lostDoubledAndLateChunksDoNoHarm() {
		int away = startWithOneAway(ON_DEMAND, 3000);
		AtomicInteger count = new AtomicInteger();
		List<Message> late = new ArrayList<>();
		this.cluster.tampering = (target, message) -> {
			int number = count.incrementAndGet();
			List<Message> sent = new ArrayList<>();
			if (number % 7 != 3) {
				sent.add(message);
			}
			if (number % 5 == 1) {
				sent.add(message);
			}
			if (number % 4 == 2) {
				late.add(message);
			}
			if (number % 6 == 0 && !late.isEmpty()) {
				sent.add(late.remove(0));
			}
			return sent;
		};
		this.cluster.restart(away);
		this.cluster.awaitEqual();
		assertThat(this.cluster.machines.get(away).texts()).hasSize(3002);
	}

	/** A flipped bit on the way is found before anything is installed. */
	@Test
	void aDamagedFileIsDroppedAndAskedForAnew() {
		int away = startWithOneAway(ON_DEMAND, 1000);
		AtomicBoolean flipped = new AtomicBoolean();
		AtomicInteger refused = new AtomicInteger();
		this.cluster.tampering = (target, message) -> {
			if (message instanceof SnapshotChunk chunk && chunk.offset() > 0 && flipped.compareAndSet(false, true)) {
				return List.of(damaged(chunk));
			}
			if (message instanceof SnapshotChunkResponse response
					&& response.status() == SnapshotChunkResponse.Status.REFUSED) {
				refused.incrementAndGet();
			}
			return List.of(message);
		};
		this.cluster.restart(away);
		this.cluster.awaitEqual();
		assertThat(refused).hasPositiveValue();
		this.cluster.awaitInstall();
		assertThat(this.cluster.installs()).isEqualTo(1);
	}

	private static SnapshotChunk damaged(SnapshotChunk chunk) {
		ByteBuffer data = ByteBuffer.allocate(chunk.data().remaining());
		data.put(chunk.data().duplicate()).flip();
		data.put(1000, (byte) (data.get(1000) ^ 4));
		return new SnapshotChunk(chunk.from(), chunk.term(), chunk.snapshotIndex(), chunk.snapshotTerm(),
				chunk.totalBytes(), chunk.fileChecksum(), chunk.offset(), data);
	}

	/** S45: what comes late changes nothing. */
	@Test
	void aSnapshotThatIsOlderThanTheStateIsNotInstalled() {
		int away = startWithOneAway(ON_DEMAND, 500);
		List<SnapshotChunk> seen = new ArrayList<>();
		AtomicBoolean replay = new AtomicBoolean();
		this.cluster.tampering = (target, message) -> {
			if (message instanceof SnapshotChunk chunk) {
				seen.add(chunk);
			}
			return List.of(message);
		};
		this.cluster.restart(away);
		this.cluster.awaitEqual();
		this.cluster.write("newer");
		this.cluster.awaitEqual();
		List<SnapshotChunk> again = List.copyOf(seen);
		NodeParts follower = this.cluster.nodes.get(away).parts();
		follower.inbox.execute(() -> {
			again.forEach((chunk) -> follower.peerDesk.onMessage(chunk));
			replay.set(true);
		});
		await("the old chunks to have come", replay::get);
		this.cluster.write("newest");
		this.cluster.awaitEqual();
		this.cluster.awaitInstall();
		assertThat(this.cluster.installs()).isEqualTo(1);
		assertThat(this.cluster.machines.get(away).resets).hasSize(1);
	}

	@Test
	void onlyTheKnownLeaderOfTheTermMaySend() {
		int away = startWithOneAway(ON_DEMAND, 500);
		this.cluster.restart(away);
		this.cluster.awaitEqual();
		NodeParts follower = this.cluster.nodes.get(away).parts();
		NodeId other = NodeId.of("n" + (4 - this.cluster.leader() - away));
		List<SnapshotChunkResponse> answers = new java.util.concurrent.CopyOnWriteArrayList<>();
		this.cluster.tampering = (target, message) -> {
			if (message instanceof SnapshotChunkResponse response) {
				answers.add(response);
			}
			return List.of(message);
		};
		long term = this.cluster.nodes.get(away).status().term();
		ByteBuffer nothing = ByteBuffer.allocate(0);
		follower.inbox.execute(() -> {
			follower.peerDesk.onMessage(new SnapshotChunk(other, term, 1_000_000, term, 1000, 1, 0, nothing));
			follower.peerDesk.onMessage(new SnapshotChunk(NodeId.of("n" + (this.cluster.leader() + 1)), term - 1,
					1_000_000, term, 1000, 1, 0, nothing));
		});
		await("both answers", () -> answers.size() == 2);
		assertThat(answers)
			.allSatisfy((answer) -> assertThat(answer.status()).isEqualTo(SnapshotChunkResponse.Status.REFUSED));
	}

	@Test
	void aFullDiskRefusesUntilThereIsRoom() {
		int away = startWithOneAway(ON_DEMAND, 500);
		AtomicInteger refused = new AtomicInteger();
		this.cluster.tampering = (target, message) -> {
			if (message instanceof SnapshotChunkResponse response
					&& response.status() == SnapshotChunkResponse.Status.REFUSED) {
				refused.incrementAndGet();
			}
			return List.of(message);
		};
		this.cluster.prepare(away);
		this.cluster.nodes.get(away).start();
		this.cluster.snapshotDisks.get(away).full = true;
		await("it to be refused, or there", () -> refused.get() > 1 || this.cluster.installs() == 1);
		this.cluster.snapshotDisks.get(away).full = false;
		this.cluster.awaitEqual();
		assertThat(this.cluster.nodes.get(away).status().state()).isEqualTo(NodeState.RUNNING);
	}

	@Test
	void theLeaderSaysHowFarThePeerIsAndKeepsToTheRate() {
		int away = startWithOneAway(new SnapshotOptions(0, Duration.ZERO, 0, Duration.ZERO, 0, 1_000_000, 2), 2000);
		long started = System.nanoTime();
		this.cluster.restart(away);
		RaftNode leader = this.cluster.nodes.get(this.cluster.leader());
		List<Integer> percents = new ArrayList<>();
		await("it to be installed", () -> {
			leader.status()
				.peers()
				.stream()
				.filter((peer) -> peer.id().value().equals("n" + (away + 1)) && peer.snapshotPercent() >= 0)
				.forEach((peer) -> percents.add(peer.snapshotPercent()));
			return this.cluster.installs() == 1;
		});
		assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(Duration.ofMillis(1400));
		assertThat(percents).isSorted().anyMatch((percent) -> percent > 10 && percent < 90);
		this.cluster.awaitEqual();
		await("no transfer to be left",
				() -> leader.status().peers().stream().allMatch((peer) -> peer.snapshotPercent() == -1));
	}

	/** S47, S55: the leader goes while it is sending; the next one sends its own. */
	@Test
	void anotherLeaderTakesTheTransferOver() {
		int away = startWithOneAway(ON_DEMAND, 2000);
		int old = this.cluster.leader();
		int other = 3 - old - away;
		await("the other to have all",
				() -> this.cluster.nodes.get(other).status().appliedIndex() == this.cluster.nodes.get(old)
					.status()
					.lastIndex());
		this.cluster.nodes.get(other).snapshot().join();
		AtomicInteger chunks = new AtomicInteger();
		this.cluster.tampering = (target, message) -> {
			boolean fromOld = message.from().equals(NodeId.of("n" + (old + 1)));
			boolean held = message instanceof SnapshotChunk && fromOld && chunks.incrementAndGet() > 3;
			return held ? List.of() : List.of(message);
		};
		this.cluster.restart(away);
		await("some chunks", () -> chunks.get() > 3);
		this.cluster.nodes.get(old).close();
		await("the other to lead", () -> this.cluster.leader() == other);
		this.cluster.write("by the other");
		await("it to have come",
				() -> this.cluster.machines.get(away).texts().equals(this.cluster.machines.get(other).texts()));
		this.cluster.restart(old);
		this.cluster.awaitEqual();
	}

	/** Calls forwarded by a node whose entry a snapshot skips have an unknown outcome. */
	@Test
	void readsAndCallsOfANodeThatIsBroughtUpEnd() {
		int away = startWithOneAway(ON_DEMAND, 800);
		this.cluster.restart(away);
		RaftNode node = this.cluster.nodes.get(away);
		await("a leader to be known", () -> node.status().leader() != null);
		var read = node.read(Consistency.LINEARIZABLE);
		var call = node.propose("default", bytes("forwarded"));
		await("both to end", () -> read.isDone() && call.isDone());
		assertThat(read.join()).isGreaterThanOrEqualTo(800);
		if (call.isCompletedExceptionally()) {
			assertThatThrownBy(call::join).hasCauseInstanceOf(OutcomeUnknownException.class);
		}
		this.cluster.awaitEqual();
	}

	/** S47: what the applier was about to read from the log is gone. */
	@Test
	void anApplierThatIsBehindSkipsWhatASnapshotTakesThePlaceOf() {
		this.cluster = new MemoryCluster(this.directory, 3, ON_DEMAND);
		this.cluster.machines.forEach((machine) -> machine.release.countDown());
		this.cluster.write("block");
		this.cluster.fill("a", 3000);
		this.cluster.awaitEqual();
		int behind = (this.cluster.awaitLeader() + 1) % 3;
		NodeId id = NodeId.of("n" + (behind + 1));
		RaftNode node = this.cluster.restart(behind);
		await("it to know what to apply", () -> node.status().commitIndex() > 3000);
		assertThat(node.status().appliedIndex()).isZero();
		List<NodeId> others = new ArrayList<>(List.of(NodeId.of("n1"), NodeId.of("n2"), NodeId.of("n3")));
		others.remove(id);
		this.cluster.network.partition(List.of(java.util.Set.of(id), java.util.Set.copyOf(others)));
		this.cluster.fill("b", 200);
		this.cluster.compact();
		this.cluster.network.heal();
		await("the log to be replaced", () -> node.status().firstIndex() > 3000);
		this.cluster.machines.get(behind).release.countDown();
		this.cluster.awaitEqual();
		assertThat(this.cluster.machines.get(behind).resets).hasSize(1);
	}

}
