package io.raftboot.autoconfigure;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import io.raftboot.actuate.StatusBuilder;
import io.raftboot.core.model.Membership;
import io.raftboot.core.node.ChangeRefusedException;
import io.raftboot.core.node.RaftAdministration;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftStatus;
import org.junit.jupiter.api.Test;

import org.springframework.context.SmartLifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

class RaftLeadershipHandOverTests {

	private final RaftNode node = mock(RaftNode.class);

	private final RaftAdministration administration = mock(RaftAdministration.class);

	private final RaftLeadershipHandOver handOver = new RaftLeadershipHandOver(this.node, Duration.ZERO);

	private final CompletableFuture<Long> transfer = new CompletableFuture<>();

	private boolean stopped;

	private void stop(RaftStatus status) {
		given(this.node.status()).willReturn(status);
		given(this.node.administration()).willReturn(this.administration);
		given(this.administration.transferLeadership(null)).willReturn(this.transfer);
		this.handOver.start();
		this.handOver.stop(() -> this.stopped = true);
	}

	@Test
	void itIsTheFirstToStop() {
		assertThat(this.handOver.getPhase()).isEqualTo(SmartLifecycle.DEFAULT_PHASE);
		assertThat(this.handOver.isPauseable()).isFalse();
		assertThat(this.handOver.isRunning()).isFalse();
		this.handOver.start();
		assertThat(this.handOver.isRunning()).isTrue();
	}

	@Test
	void aLeaderStopsWhenItHasASuccessor() {
		stop(StatusBuilder.leader().build());
		assertThat(this.handOver.isRunning()).isFalse();
		assertThat(this.stopped).isFalse();
		this.transfer.complete(0L);
		assertThat(this.stopped).isTrue();
	}

	@Test
	void aLeaderStopsAlsoIfNobodyTakesOver() {
		stop(StatusBuilder.leader().build());
		this.transfer.completeExceptionally(new ChangeRefusedException("nobody"));
		assertThat(this.stopped).isTrue();
	}

	@Test
	void othersStopAtOnce() {
		stop(StatusBuilder.follower("n2").build());
		assertThat(this.stopped).isTrue();
		then(this.administration).should(never()).transferLeadership(null);
	}

	@Test
	void theOnlyVoterStopsAtOnce() {
		stop(StatusBuilder.leader().membership(Membership.of(StatusBuilder.peers("n1"))).build());
		assertThat(this.stopped).isTrue();
		then(this.administration).should(never()).transferLeadership(null);
	}

	@Test
	void theGraceBeginsAtOnceAndIsWaitedFor() throws InterruptedException {
		given(this.node.status()).willReturn(StatusBuilder.leader().build());
		given(this.node.administration()).willReturn(this.administration);
		given(this.administration.transferLeadership(null)).willReturn(this.transfer);
		CountDownLatch over = new CountDownLatch(1);
		Duration grace = Duration.ofMillis(50);
		long startNanos = System.nanoTime();
		new RaftLeadershipHandOver(this.node, grace).stop(over::countDown);
		then(this.administration).should().transferLeadership(null);
		this.transfer.complete(0L);
		over.await();
		assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isGreaterThanOrEqualTo(grace);
	}

	@Test
	void aFollowerWaitsForItsGraceToo() throws InterruptedException {
		given(this.node.status()).willReturn(StatusBuilder.follower("n2").build());
		CountDownLatch over = new CountDownLatch(1);
		Duration grace = Duration.ofMillis(50);
		long startNanos = System.nanoTime();
		new RaftLeadershipHandOver(this.node, grace).stop(over::countDown);
		over.await();
		assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isGreaterThanOrEqualTo(grace);
	}

	@Test
	void anErrorDoesNotKeepTheApplicationFromStopping() {
		willThrow(new IllegalStateException("x")).given(this.node).administration();
		given(this.node.status()).willReturn(StatusBuilder.leader().build());
		this.handOver.stop(() -> this.stopped = true);
		assertThat(this.stopped).isTrue();
	}

}
