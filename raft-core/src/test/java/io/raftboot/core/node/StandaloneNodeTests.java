package io.raftboot.core.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.raftboot.core.model.Peer;
import io.raftboot.core.model.Role;
import io.raftboot.core.node.RaftStartException.Reason;
import io.raftboot.core.statemachine.CommandRejectedException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.raftboot.core.node.LoopbackCluster.await;
import static io.raftboot.core.node.RecordingMachine.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class StandaloneNodeTests {

	@TempDir
	Path directory;

	private final RecordingMachine machine = new RecordingMachine();

	private RaftNodeOptions.Builder options() {
		return RaftNodeOptions.builder("solo").dataDirectory(this.directory.resolve("data"));
	}

	private RaftNode started(RaftNodeOptions options) {
		RaftNode node = new RaftNode(options, Map.of("default", this.machine));
		node.start();
		await("leadership", () -> node.status().role() == Role.LEADER);
		return node;
	}

	@Test
	void leadsAloneAndAnswersWritesAndReads() throws Exception {
		try (RaftNode node = started(options().build())) {
			assertThat(node.propose("default", bytes("a")).get().index()).isPositive();
			assertThat(node.read(Consistency.LINEARIZABLE).get()).isGreaterThanOrEqualTo(3);
			assertThat(node.query(Consistency.LEASE, this.machine::texts).get()).containsExactly("a");
			assertThat(node.query(Consistency.LOCAL, this.machine::texts).get()).containsExactly("a");
			assertThat(node.status().standalone()).isTrue();
		}
	}

	@Test
	void theSameObjectCanBeStartedAgainAndAppliesNothingTwice() throws Exception {
		try (RaftNode node = started(options().build())) {
			node.propose("default", bytes("a")).get();
			node.close();
			node.start();
			await("leadership", () -> node.status().role() == Role.LEADER);
			node.propose("default", bytes("b")).get();
			assertThat(this.machine.texts()).containsExactly("a", "b");
		}
	}

	@Test
	void aNewProcessFindsEverythingOnDisk() throws Exception {
		try (RaftNode node = started(options().build())) {
			for (int i = 0; i < 100; i++) {
				node.propose("default", bytes("w" + i)).get();
			}
		}
		RecordingMachine fresh = new RecordingMachine();
		try (RaftNode node = new RaftNode(options().build(), Map.of("default", fresh))) {
			node.start();
			await("replay", () -> fresh.texts().size() == 100);
		}
	}

	@Test
	void worksWithoutADataDirectory() throws Exception {
		try (RaftNode node = started(options().dataDirectory(null).build())) {
			node.propose("default", bytes("a")).get();
			node.close();
			node.start();
			await("leadership", () -> node.status().role() == Role.LEADER);
			node.propose("default", bytes("b")).get();
			assertThat(this.machine.texts()).containsExactly("a", "b");
		}
	}

	@Test
	void anErrorInAQueryIsTheCallersAndTheNodeGoesOn() throws Exception {
		try (RaftNode node = started(options().build())) {
			assertThatThrownBy(() -> node.query(Consistency.LINEARIZABLE, () -> {
				throw new AssertionError("on purpose");
			}).get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(AssertionError.class);
			node.propose("default", bytes("a")).get();
		}
	}

	@Test
	void aCallBehindAStateMachineThatIsStuckTimesOut() throws Exception {
		try (RaftNode node = started(options().proposalTimeout(Duration.ofMillis(300)).build())) {
			CompletableFuture<Committed> stuck = node.propose("default", bytes("block"));
			CompletableFuture<Committed> behind = node.propose("default", bytes("behind"));
			for (CompletableFuture<Committed> call : List.of(stuck, behind)) {
				assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(RaftTimeoutException.class);
			}
			assertThatThrownBy(() -> node.read(Consistency.LOCAL).get(10, TimeUnit.SECONDS))
				.hasCauseInstanceOf(RaftTimeoutException.class);
			assertThat(node.status().pendingProposals()).isZero();
			this.machine.release.countDown();
			await("both to be applied all the same", () -> this.machine.texts().equals(List.of("block", "behind")));
		}
	}

	@Test
	void everyCallEndsWhenTheStateMachineFailsAmongThem() {
		try (RaftNode node = started(options().build())) {
			List<CompletableFuture<Committed>> calls = new ArrayList<>();
			calls.add(node.propose("default", bytes("block")));
			for (int i = 0; i < 20; i++) {
				calls.add(node.propose("default", bytes((i == 10) ? "fail" : "w" + i)));
			}
			this.machine.release.countDown();
			await("every call to end", () -> calls.stream().allMatch(CompletableFuture::isDone));
			await("the failure to be told", () -> node.status().state() == NodeState.FAILED);
			assertThat(node.status().pendingProposals()).isZero();
		}
	}

	@Test
	void whatTheProcessHookReturnsIsCheckedToo() {
		this.machine.processor = (command) -> (RecordingMachine.text(command).equals("null")) ? null
				: ByteBuffer.allocate(101);
		try (RaftNode node = started(options().commandBytesMax(100).build())) {
			for (String command : List.of("null", "large")) {
				assertThatThrownBy(() -> node.propose("default", bytes(command)).get(10, TimeUnit.SECONDS))
					.hasCauseInstanceOf(CommandRejectedException.class);
			}
		}
	}

	@Test
	void anErrorInTheProcessHookEndsTheCallAndItsPlaceIsFreeAgain() {
		this.machine.processor = (command) -> {
			throw new StackOverflowError("on purpose");
		};
		try (RaftNode node = started(options().pendingProposalsMax(2).build())) {
			for (int i = 0; i < 10; i++) {
				assertThatThrownBy(() -> node.propose("default", bytes("a")).get(10, TimeUnit.SECONDS))
					.hasCauseInstanceOf(CommandRejectedException.class);
			}
		}
	}

	@Nested
	class Limits {

		@Test
		void aCommandOverTheLimitIsNotSentAnywhere() {
			try (RaftNode node = started(options().commandBytesMax(10).build())) {
				assertThatThrownBy(() -> node.propose("default", ByteBuffer.allocate(11)).get())
					.hasCauseInstanceOf(CommandTooLargeException.class);
				assertThat(node.status().pendingProposals()).isZero();
			}
		}

		@Test
		void aFullNodeAnswersBusyAtOnceAndLosesNothing() throws Exception {
			try (RaftNode node = started(options().pendingProposalsMax(8).build())) {
				List<CompletableFuture<Committed>> calls = new ArrayList<>();
				for (int i = 0; i < 2000; i++) {
					calls.add(node.propose("default", bytes("w")));
				}
				await("every call to end", () -> calls.stream().allMatch(CompletableFuture::isDone));
				long refused = calls.stream().filter(CompletableFuture::isCompletedExceptionally).count();
				assertThat(this.count(calls, RaftBusyException.class)).isEqualTo(refused);
				assertThat(StandaloneNodeTests.this.machine.texts()).hasSize((int) (2000 - refused));
				node.propose("default", bytes("w")).get();
			}
		}

		private long count(List<CompletableFuture<Committed>> calls, Class<? extends Exception> type) {
			return calls.stream()
				.filter((call) -> call.handle((value, failure) -> type.isInstance(failure)).join())
				.count();
		}

		@Test
		void anUnknownMachineIsAMistakeOfTheCaller() {
			try (RaftNode node = started(options().build())) {
				assertThatExceptionOfType(IllegalArgumentException.class)
					.isThrownBy(() -> node.propose("other", bytes("a")))
					.withMessageContaining("other");
			}
		}

		@Test
		void aStoppedNodeSaysSo() {
			RaftNode node = started(options().build());
			node.close();
			assertThatThrownBy(() -> node.propose("default", bytes("a")).get())
				.hasCauseInstanceOf(RaftStoppedException.class);
			assertThatThrownBy(() -> node.read(Consistency.LOCAL).get()).hasCauseInstanceOf(RaftStoppedException.class);
		}

	}

	@Nested
	class RefusedStarts {

		private void assertRefused(RaftNodeOptions options, Reason reason, String... texts) {
			RaftNode node = new RaftNode(options, Map.of("default", new RecordingMachine()));
			assertThatExceptionOfType(RaftStartException.class).isThrownBy(node::start)
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(reason))
				.satisfies((ex) -> assertThat(ex.getMessage()).contains(texts));
			assertThat(node.status().state()).isEqualTo(NodeState.STOPPED);
		}

		@Test
		void peersWithoutThisNode() {
			assertRefused(options().peers(List.of(Peer.of("other", "127.0.0.1:7001"))).build(),
					Reason.SELF_NOT_IN_PEERS, "other@127.0.0.1:7001", "solo");
		}

		@Test
		void aMalformedAddress() {
			assertRefused(options().bind("nowhere").build(), Reason.CONFIGURATION, "nowhere", "host:port");
		}

		@Test
		void anAddressTwice() {
			assertRefused(options().peers(List.of(Peer.of("solo", "h:1"), Peer.of("b", "h:1"))).build(),
					Reason.CONFIGURATION, "h:1", "twice");
		}

		@Test
		void timesThatCannotWork() {
			assertRefused(options().electionTimeout(Duration.ofMillis(100)).build(), Reason.CONFIGURATION,
					"Election timeout (100 ms)", "heartbeat interval (100 ms)");
		}

		@Test
		void timesThatAreNoTimes() {
			SnapshotOptions never = SnapshotOptions.DEFAULTS.withMinInterval(Duration.ofSeconds(Long.MAX_VALUE));
			assertRefused(options().snapshots(never).build(), Reason.CONFIGURATION, "too long", "3650 days");
			assertRefused(options().digestInterval(Duration.ofDays(3651)).build(), Reason.CONFIGURATION, "too long");
			SessionOptions forever = new SessionOptions(Duration.ofSeconds(Long.MAX_VALUE), 1, Duration.ofHours(1), 1);
			assertRefused(options().sessions(forever).build(), Reason.CONFIGURATION, "too long");
			SessionOptions keysForever = new SessionOptions(Duration.ofHours(1), 1, Duration.ofDays(3651), 1);
			assertRefused(options().sessions(keysForever).build(), Reason.CONFIGURATION, "too long");
		}

		@Test
		void aPortInUse() throws IOException {
			try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
				String address = "127.0.0.1:" + socket.getLocalPort();
				assertRefused(options().bind(address).build(), Reason.ADDRESS_IN_USE, address);
			}
		}

		@Test
		void aDirectoryInUse() {
			RaftNode first = started(options().build());
			try (first) {
				assertRefused(options().build(), Reason.DIRECTORY_LOCKED, "in use by another node");
			}
		}

		@Test
		void aDirectoryOfAnotherNode() {
			started(options().build()).close();
			assertRefused(RaftNodeOptions.builder("other")
				.dataDirectory(StandaloneNodeTests.this.directory.resolve("data"))
				.build(), Reason.WRONG_NODE, "belongs to node solo");
		}

		@Test
		void aDirectoryThatIsAFile() throws IOException {
			Files.writeString(StandaloneNodeTests.this.directory.resolve("data"), "a file");
			assertRefused(options().build(), Reason.DIRECTORY_UNUSABLE, "data");
		}

		@Test
		void aDamagedLog() throws Exception {
			try (RaftNode node = started(options().build())) {
				for (int i = 0; i < 50; i++) {
					node.propose("default", bytes("w" + i)).get();
				}
			}
			Path log = StandaloneNodeTests.this.directory.resolve("data/default/log");
			Path segment = Files.list(log)
				.filter((file) -> file.toString().endsWith(".seg"))
				.sorted()
				.findFirst()
				.orElseThrow();
			byte[] bytes = Files.readAllBytes(segment);
			bytes[4096 + 100] ^= 1;
			Files.write(segment, bytes);
			assertRefused(options().build(), Reason.CORRUPT, segment.getFileName().toString());
		}

	}

}
