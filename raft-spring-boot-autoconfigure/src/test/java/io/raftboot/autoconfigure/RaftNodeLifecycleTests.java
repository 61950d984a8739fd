package io.raftboot.autoconfigure;

import java.util.List;

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

@ExtendWith(OutputCaptureExtension.class)
class RaftNodeLifecycleTests {

	private final RaftNode node = mock(RaftNode.class);

	@Test
	void theNodeStartsBeforeTheWebServerAndStopsAfterIt() {
		RaftNodeLifecycle lifecycle = new RaftNodeLifecycle(this.node, false);
		assertThat(lifecycle.getPhase()).isEqualTo(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 2048)
			.isGreaterThan(Integer.MAX_VALUE / 2);
		assertThat(lifecycle.isAutoStartup()).isTrue();
		assertThat(lifecycle.isPauseable()).isFalse();
	}

	@Test
	void theNodeRunsBetweenStartAndStop() {
		RaftNodeLifecycle lifecycle = new RaftNodeLifecycle(this.node, false);
		assertThat(lifecycle.isRunning()).isFalse();
		lifecycle.start();
		assertThat(lifecycle.isRunning()).isTrue();
		then(this.node).should().start();
		lifecycle.stop();
		assertThat(lifecycle.isRunning()).isFalse();
		then(this.node).should().close();
	}

	@Test
	void aNodeThatCannotStartIsNotRunning() {
		RaftNodeLifecycle lifecycle = new RaftNodeLifecycle(this.node, true);
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
			new RaftNodeLifecycle(node, warnWhenAlone).start();
		}

	}

}
