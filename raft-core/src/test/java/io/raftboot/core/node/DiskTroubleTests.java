package io.raftboot.core.node;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

import io.raftboot.core.log.FileStorage;
import io.raftboot.core.log.FileStorageOptions;
import io.raftboot.core.log.Meta;
import io.raftboot.core.log.Storage;
import io.raftboot.core.model.Role;
import io.raftboot.core.snapshot.FileSnapshotStore;
import io.raftboot.core.snapshot.SnapshotStore;
import io.raftboot.core.snapshot.StagingArea;
import io.raftboot.core.transport.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.raftboot.core.node.LoopbackCluster.await;
import static io.raftboot.core.node.RecordingMachine.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A leader whose disk fails, hangs or is full. */
@Timeout(120)
class DiskTroubleTests {

	@TempDir
	Path directory;

	private final List<FragileDisk> disks = new ArrayList<>();

	private LoopbackCluster cluster;

	@BeforeEach
	void startOnFragileDisks() throws IOException {
		this.cluster = new LoopbackCluster(this.directory, 3);
		for (int i = 0; i < 3; i++) {
			FragileDisk disk = new FragileDisk();
			this.disks.add(disk);
			RaftNodeOptions options = this.cluster.options(i)
				.segmentBytes(64 << 10)
				.proposalTimeout(Duration.ofSeconds(2))
				.build();
			this.cluster.nodes.set(i,
					new RaftNode(options, Map.of("default", this.cluster.machines.get(i)), new OnDisk(disk)));
		}
		this.cluster.start();
		this.cluster.write(this.cluster.awaitLeader(), "first");
	}

	@AfterEach
	void stop() {
		this.disks.forEach(FragileDisk::flow);
		this.cluster.close();
	}

	/** S88: the first failed force is final; nothing that needed it is acknowledged. */
	@Test
	void aFailedForceStopsTheLeaderAndAnotherOneTakesOver() {
		int old = this.cluster.leader();
		RaftNode leader = this.cluster.nodes.get(old);
		this.disks.get(old).failingForces = true;
		CompletableFuture<Committed> lost = leader.propose("default", bytes("on a failing disk"));
		await("the node to have failed", () -> leader.status().state() == NodeState.FAILED);
		assertThat(leader.status().failure()).contains("force failed on purpose");
		assertThatThrownBy(lost::get).hasCauseInstanceOf(OutcomeUnknownException.class);
		this.disks.get(old).failingForces = false;
		assertThatThrownBy(() -> leader.propose("default", bytes("x")).get())
			.hasCauseInstanceOf(RaftStoppedException.class);
		await("another leader", () -> this.cluster.leader() >= 0);
		this.cluster.write(this.cluster.awaitLeader(), "second");
	}

	/** S90: heartbeats alone must not keep a leader in office whose disk hangs. */
	@Test
	void aLeaderWhoseDiskHangsIsReplacedAndComesBackAsAFollower() {
		int old = this.cluster.leader();
		RaftNode leader = this.cluster.nodes.get(old);
		this.disks.get(old).stall();
		CompletableFuture<Committed> hanging = leader.propose("default", bytes("while it hangs"));
		await("another leader", () -> this.cluster.leader() >= 0 && this.cluster.leader() != old);
		this.cluster.write(this.cluster.awaitLeader(), "second");
		// The others may have committed it, but this node's disk does not have it:
		// nothing is applied here.
		assertThat(hanging.isDone() && !hanging.isCompletedExceptionally()).isFalse();
		assertThat(this.cluster.machines.get(old).texts()).containsExactly("first");
		this.disks.get(old).flow();
		await("the hanging call to end", hanging::isDone);
		await("the old leader to follow", () -> this.cluster.machines.get(old).texts().contains("second")
				&& leader.status().role() == Role.FOLLOWER);
		assertThat(this.cluster.machines.get(old).texts())
			.isEqualTo(this.cluster.machines.get(this.cluster.leader()).texts());
	}

	/**
	 * What little there is the loop writes itself: it must not wait for the disk then.
	 */
	@Test
	void aFollowerWhoseDiskHangsHearsItsLeaderAndEndsItsCallsInTime() {
		RaftNode leader = this.cluster.nodes.get(this.cluster.leader());
		int following = (this.cluster.leader() + 1) % 3;
		RaftNode follower = this.cluster.nodes.get(following);
		await("the follower to follow", () -> this.cluster.machines.get(following).texts().contains("first"));
		long term = leader.status().term();
		// The news that "first" is committed count as a question for a quick answer.
		staysSoFor(Duration.ofMillis(20), () -> assertThat(follower.status().leader()).isNotNull());
		this.disks.get(following).stall();
		this.cluster.write(leader, "second");
		CompletableFuture<Committed> call = follower.propose("default", bytes("third"));
		await("the call to end while the disk hangs", call::isDone);
		assertThat(call).isCompletedExceptionally();
		staysSoFor(Duration.ofSeconds(2),
				() -> assertThat(follower.status().leader()).isEqualTo(leader.status().nodeId()));
		assertThat(follower.status().term()).isEqualTo(term);
		assertThat(this.cluster.machines.get(following).texts()).containsExactly("first");
		this.disks.get(following).flow();
		await("the follower to have all",
				() -> this.cluster.machines.get(following).texts().equals(List.of("first", "second", "third")));
		this.cluster.write(follower, "fourth");
	}

	/** S89: a full disk refuses, hands leadership on, and goes on when there is room. */
	@Test
	void aFullDiskRefusesCommandsAndLosesNothing() {
		int old = this.cluster.leader();
		RaftNode leader = this.cluster.nodes.get(old);
		this.disks.get(old).full = true;
		await("the disk to be full", () -> {
			leader.propose("default", bytes("x".repeat(4000)));
			return leader.propose("default", bytes("y"))
				.handle((value, failure) -> failure)
				.getNow(null) instanceof RaftBusyException busy && busy.getMessage().contains("disk");
		});
		await("another leader", () -> this.cluster.leader() >= 0 && this.cluster.leader() != old);
		this.cluster.write(this.cluster.awaitLeader(), "while full");
		assertThat(leader.status().state()).isEqualTo(NodeState.RUNNING);
		this.disks.get(old).full = false;
		await("the full node to catch up", () -> this.cluster.machines.get(old).texts().contains("while full"));
		this.cluster.write(leader, "again");
	}

	/** Nothing is acknowledged that only the leader's disk has. */
	@Test
	void nothingIsAcknowledgedWhileTheDisksOfAMajorityHang() {
		int leading = this.cluster.leader();
		RaftNode leader = this.cluster.nodes.get(leading);
		stallAllBut(leading);
		CompletableFuture<Committed> call = leader.propose("default", bytes("not yet"));
		long sent = leader.status().lastIndex();
		await("the followers to have got it",
				() -> this.cluster.nodes.stream().allMatch((node) -> node.status().lastIndex() >= sent));
		staysSoFor(Duration.ofMillis(500), () -> assertThat(call).isNotDone());
		this.disks.forEach(FragileDisk::flow);
		await("the call to end", call::isDone);
	}

	/** S06: neither a vote nor the question for one leaves before it is durable. */
	@Test
	void nobodyIsElectedWhileVotesCannotBeMadeDurable() {
		int leading = this.cluster.leader();
		stallAllBut(leading);
		this.cluster.nodes.get(leading).close();
		staysSoFor(Duration.ofSeconds(2), () -> assertThat(this.cluster.leader()).isEqualTo(-1));
		this.disks.forEach(FragileDisk::flow);
		await("a leader", () -> this.cluster.leader() >= 0);
	}

	private void stallAllBut(int leading) {
		for (int i = 0; i < 3; i++) {
			if (i != leading) {
				this.disks.get(i).stall();
			}
		}
	}

	private static void staysSoFor(Duration time, Runnable assertion) {
		long end = System.nanoTime() + time.toNanos();
		await("the time to pass", () -> {
			assertion.run();
			return System.nanoTime() > end;
		});
	}

	/** A real node but for its disk. */
	private record OnDisk(FragileDisk disk, SystemEnvironment system) implements NodeEnvironment {

		OnDisk(FragileDisk disk) {
			this(disk, new SystemEnvironment());
		}

		@Override
		public Storage openStorage(RaftNodeOptions options) throws IOException {
			return FileStorage.open(this.disk, options.dataDirectory().resolve(RaftNodeOptions.GROUP),
					Meta.initial(options.nodeId(), this.system.random().nextLong(Long.MAX_VALUE)),
					FileStorageOptions.DEFAULTS.withSegmentBytes(options.segmentBytes()));
		}

		@Override
		public SnapshotStore openSnapshots(RaftNodeOptions options) throws IOException {
			return FileSnapshotStore.open(this.disk,
					options.dataDirectory().resolve(RaftNodeOptions.GROUP).resolve("snap"));
		}

		@Override
		public StagingArea openStaging(RaftNodeOptions options) throws IOException {
			return StagingArea.open(this.disk,
					options.dataDirectory().resolve(RaftNodeOptions.GROUP).resolve("restore"));
		}

		@Override
		public Transport newTransport(RaftNodeOptions options) {
			return this.system.newTransport(options);
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
