package io.raftboot.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

import io.raftboot.actuate.StatusBuilder;
import io.raftboot.core.model.Membership;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftStartException;
import io.raftboot.core.node.RaftStartException.Reason;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

@ExtendWith(OutputCaptureExtension.class)
class RaftNodeLifecycleTests {

	private static final Duration PATIENCE = Duration.ofSeconds(57);

	private final RaftNode node = mock(RaftNode.class);

	private RaftNodeLifecycle lifecycle(boolean warnWhenAlone) {
		return new RaftNodeLifecycle(this.node, warnWhenAlone, PATIENCE);
	}

	@Test
	void theNodeStartsBeforeTheWebServerAndStopsAfterIt() {
		RaftNodeLifecycle lifecycle = lifecycle(false);
		assertThat(lifecycle.getPhase()).isEqualTo(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 2048)
			.isGreaterThan(Integer.MAX_VALUE / 2);
		assertThat(lifecycle.isAutoStartup()).isTrue();
		assertThat(lifecycle.isPauseable()).isFalse();
	}

	@Test
	void theNodeRunsBetweenStartAndStop() {
		RaftNodeLifecycle lifecycle = lifecycle(false);
		assertThat(lifecycle.isRunning()).isFalse();
		lifecycle.start();
		assertThat(lifecycle.isRunning()).isTrue();
		then(this.node).should().start();
		given(this.node.drain()).willReturn(CompletableFuture.completedFuture(null));
		lifecycle.stop();
		assertThat(lifecycle.isRunning()).isFalse();
		then(this.node).should().close();
	}

	@Test
	void theNodeIsClosedWhenCallsHaveTheirAnswers() throws InterruptedException {
		CompletableFuture<Void> drained = new CompletableFuture<>();
		CountDownLatch draining = new CountDownLatch(1);
		given(this.node.drain()).willAnswer((invocation) -> {
			draining.countDown();
			return drained;
		});
		Thread stopping = new Thread(lifecycle(false)::stop);
		stopping.start();
		draining.await();
		then(this.node).should(never()).close();
		drained.complete(null);
		stopping.join();
		then(this.node).should().close();
	}

	@Test
	void aCallThatHangsDoesNotKeepTheNodeOpen(CapturedOutput output) {
		given(this.node.drain()).willReturn(new CompletableFuture<>());
		given(this.node.status()).willReturn(StatusBuilder.leader().build());
		new RaftNodeLifecycle(this.node, false, Duration.ofMillis(1)).stop();
		then(this.node).should().close();
		assertThat(output).contains("calls wait for their answers since 1 ms (3 commands)");
	}

	@Test
	void callsHaveTheTimeThatIsConfigured() {
		AtomicLong waitedNanos = new AtomicLong();
		given(this.node.drain()).willReturn(new CompletableFuture<>() {

			@Override
			public Void get(long timeout, TimeUnit unit) throws TimeoutException {
				waitedNanos.set(unit.toNanos(timeout));
				throw new TimeoutException();
			}

		});
		given(this.node.status()).willReturn(StatusBuilder.leader().build());
		lifecycle(false).stop();
		assertThat(waitedNanos).hasValue(PATIENCE.toNanos());
		then(this.node).should().close();
	}

	@Test
	void anErrorDoesNotKeepTheNodeOpen() {
		willThrow(new IllegalStateException("x")).given(this.node).drain();
		lifecycle(false).stop();
		then(this.node).should().close();
	}

	@Test
	void aNodeThatCannotStartIsNotRunning() {
		RaftNodeLifecycle lifecycle = lifecycle(true);
		willThrow(new RaftStartException(Reason.CORRUPT, "x")).given(this.node).start();
		assertThatExceptionOfType(RaftStartException.class).isThrownBy(lifecycle::start);
		assertThat(lifecycle.isRunning()).isFalse();
	}

	@Nested
	class WarnsOfANodeThatIsAloneByAccident {

		@Test
		void once(CapturedOutput output) {
			start(true, Membership.of(StatusBuilder.peers("n1")));
			assertThat(output).containsOnlyOnce("standalone, not replicated")
				.contains("WARN")
				.contains("raft.peers")
				.contains("raft.standalone=true");
		}

		@Test
		void beforeItKnowsItsConfiguration(CapturedOutput output) {
			start(true, Membership.EMPTY);
			assertThat(output).containsOnlyOnce("standalone, not replicated");
		}

		@Test
		void butNotIfThatIsMeant(CapturedOutput output) {
			start(false, Membership.of(StatusBuilder.peers("n1")));
			assertThat(output).doesNotContain("standalone");
		}

		@Test
		void butNotIfItsDataSayThatItIsNot(CapturedOutput output) {
			start(true, Membership.of(StatusBuilder.peers("n1", "n2", "n3")));
			start(true, new Membership(StatusBuilder.peers("n1"), List.of(), StatusBuilder.peers("n2")));
			assertThat(output).doesNotContain("standalone");
		}

		private void start(boolean warnWhenAlone, Membership membership) {
			RaftNode node = RaftNodeLifecycleTests.this.node;
			given(node.status()).willReturn(StatusBuilder.follower(null).membership(membership).build());
			lifecycle(warnWhenAlone).start();
		}

	}

}
