package io.raftboot.core.node;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.raftboot.core.model.InquiryResponse;
import io.raftboot.core.model.NodeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What applications tell each other by way of their nodes. */
@Timeout(120)
class InquiryTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final NodeId N1 = NodeId.of("n1");

	private static final NodeId N2 = NodeId.of("n2");

	@TempDir
	Path directory;

	private final CountDownLatch release = new CountDownLatch(1);

	private LoopbackCluster cluster;

	@BeforeEach
	void start() throws Exception {
		this.cluster = new LoopbackCluster(this.directory, 3);
		for (int i = 0; i < 3; i++) {
			String name = "n" + (i + 1);
			RaftNode node = RaftNode.builder(this.cluster.options(i).build())
				.stateMachine(new RecordingMachine())
				.answer("name", () -> name.getBytes(StandardCharsets.UTF_8))
				.answer("thread", () -> Thread.currentThread().getName().getBytes(StandardCharsets.UTF_8))
				.answer("large", () -> new byte[InquiryResponse.CONTENT_BYTES_MAX])
				.answer("too-large", () -> new byte[InquiryResponse.CONTENT_BYTES_MAX + 1])
				.answer("failing", () -> {
					throw new IllegalStateException("no view today");
				})
				.answer("slow", () -> {
					this.release.await();
					return new byte[0];
				})
				.build();
			this.cluster.nodes.set(i, node);
		}
		this.cluster.start().awaitLeader();
	}

	@AfterEach
	void stop() {
		this.release.countDown();
		this.cluster.close();
	}

	@Test
	void everyNodeAnswersEveryOtherAndItself() throws Exception {
		for (RaftNode asking : this.cluster.nodes) {
			for (int i = 1; i <= 3; i++) {
				assertThat(text(asking.inquire(NodeId.of("n" + i), "name", PATIENCE))).isEqualTo("n" + i);
			}
		}
		assertThat(text(node(0).inquire(N2, "thread", PATIENCE))).isEqualTo("raft-n2-inquiries");
		assertThat(node(0).inquire(N2, "large", PATIENCE).get(30, TimeUnit.SECONDS))
			.hasSize(InquiryResponse.CONTENT_BYTES_MAX);
	}

	@Test
	void aQuestionThatANodeDoesNotKnowHasAnEnd() {
		for (NodeId asked : List.of(N1, N2)) {
			InquiryFailedException failure = failure(node(0).inquire(asked, "weather", PATIENCE));
			assertThat(failure).hasMessage("Node " + asked + " does not know the question 'weather'");
			assertThat(failure.isTopicUnknown()).isTrue();
		}
	}

	@Test
	void soHasOneThatItCannotAnswer() {
		for (NodeId asked : List.of(N1, N2)) {
			assertThat(failure(node(0).inquire(asked, "failing", PATIENCE)))
				.hasMessage("Node " + asked + " cannot answer: no view today");
			InquiryFailedException tooLarge = failure(node(0).inquire(asked, "too-large", PATIENCE));
			assertThat(tooLarge).hasMessageEndingWith("the answer has 524289 bytes; at most 524288 are allowed");
			assertThat(tooLarge.isTopicUnknown()).isFalse();
		}
	}

	@Test
	void oneThatHangsHoldsUpNobodyForLonger() {
		for (NodeId asked : List.of(N1, N2)) {
			assertThat(node(0).inquire(asked, "slow", Duration.ofMillis(100))).failsWithin(PATIENCE)
				.withThrowableOfType(ExecutionException.class)
				.withCauseInstanceOf(RaftTimeoutException.class)
				.withMessageContaining("Node " + asked + " does not answer");
		}
		assertThat(node(0).statusOf(N2, PATIENCE)).succeedsWithin(PATIENCE);
	}

	@Test
	void onlySoManyWait() {
		List<CompletableFuture<byte[]>> waiting = new ArrayList<>();
		for (int i = 0; i < InquiryDesk.WAITING_MAX + 1; i++) {
			waiting.add(node(0).inquire(N2, "slow", PATIENCE));
		}
		assertThat(failure(node(0).inquire(N2, "name", PATIENCE)))
			.hasMessage("Node n2 cannot answer: too many questions wait already");
		this.release.countDown();
		assertThat(waiting).allSatisfy((call) -> assertThat(call).succeedsWithin(PATIENCE));
	}

	@Test
	void aNodeThatIsNotThereIsNotWaitedFor() {
		this.cluster.nodes.get(2).close();
		assertThat(this.cluster.nodes.get(2).inquire(N1, "name", PATIENCE)).failsWithin(PATIENCE)
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(RaftStoppedException.class);
		assertThat(node(0).inquire(NodeId.of("stranger"), "name", PATIENCE)).failsWithin(PATIENCE)
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(RaftTimeoutException.class)
			.withMessageContaining("cannot be reached");
	}

	@Test
	void whoStopsEndsItsQuestions() {
		CompletableFuture<byte[]> own = node(0).inquire(N1, "slow", Duration.ofHours(1));
		CompletableFuture<byte[]> other = node(0).inquire(N2, "slow", Duration.ofHours(1));
		node(0).close();
		for (CompletableFuture<byte[]> call : List.of(own, other)) {
			assertThat(call).failsWithin(PATIENCE)
				.withThrowableOfType(ExecutionException.class)
				.withCauseInstanceOf(RaftStoppedException.class);
		}
	}

	@Test
	void aTopicThatIsNoneIsRefusedAtOnce() {
		assertThatIllegalArgumentException().isThrownBy(() -> node(0).inquire(N2, "", PATIENCE));
		RaftNodeBuilder builder = RaftNode.builder(this.cluster.options(0).build());
		assertThatIllegalArgumentException().isThrownBy(() -> builder.answer("x".repeat(65), () -> new byte[0]));
	}

	private RaftNode node(int i) {
		return this.cluster.nodes.get(i);
	}

	private static String text(CompletableFuture<byte[]> call) throws Exception {
		return new String(call.get(30, TimeUnit.SECONDS), StandardCharsets.UTF_8);
	}

	private static InquiryFailedException failure(CompletableFuture<byte[]> call) {
		Throwable[] cause = new Throwable[1];
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> call.get(30, TimeUnit.SECONDS))
			.satisfies((ex) -> cause[0] = ex.getCause());
		assertThat(cause[0]).isInstanceOf(InquiryFailedException.class);
		return (InquiryFailedException) cause[0];
	}

}
