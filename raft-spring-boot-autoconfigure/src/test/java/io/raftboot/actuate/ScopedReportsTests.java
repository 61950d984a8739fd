package io.raftboot.actuate;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.raftboot.actuate.RaftScopeFailure.Outcome;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.node.InquiryFailedException;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftNodeOptions;
import io.raftboot.core.node.RaftStatus;
import io.raftboot.core.node.RaftStoppedException;
import io.raftboot.core.node.RaftTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/** Whose report an operator gets, and what he is told when there is none. */
class ScopedReportsTests {

	private final RaftNode node = mock(RaftNode.class);

	private final ScopedReports reports = new ScopedReports(this.node, () -> report(this.node.status()));

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = "local")
	void theNodesOwnUnlessTheLeadersIsAskedFor(@Nullable String scope) {
		given(this.node.status()).willReturn(follower());
		assertThat(this.reports.of(scope).view().role()).isEqualTo("FOLLOWER");
		then(this.node).should(never()).inquire(any(), any(), any());
	}

	@Test
	void aLeaderAsksNobody() {
		given(this.node.status()).willReturn(leader());
		assertThat(this.reports.of("leader").view().role()).isEqualTo("LEADER");
		then(this.node).should(never()).inquire(any(), any(), any());
	}

	@Test
	void aFollowerGetsAllThatItsLeaderSays() {
		NodeReport sent = report(leader());
		answer(sent.toJson());
		NodeReport seen = this.reports.of("leader");
		assertThat(seen).isEqualTo(sent);
		assertThat(seen.view().peers()).hasSize(3);
		assertThat(seen.view().address()).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "LEADER", "leader,leader", "cluster" })
	void aScopeThatIsNoneIsNamed(String scope) {
		given(this.node.status()).willReturn(follower());
		assertThat(failure(scope, Outcome.BAD_PARAMETER)).isEqualTo("'scope' is '" + scope + "', not local or leader");
	}

	@Test
	void withoutALeaderThereIsNobodyToAsk() {
		given(this.node.status()).willReturn(StatusBuilder.follower(null).build());
		assertThat(failure("leader", Outcome.NO_LEADER)).isEqualTo("Node n1 knows no leader");
	}

	@Test
	void aLeaderThatDoesNotAnswerIsToldFromOneThatCannot() {
		fail(new RaftTimeoutException("Node n2 does not answer"));
		assertThat(failure("leader", Outcome.LEADER_UNREACHABLE)).isEqualTo("Node n2 does not answer");
		fail(new InquiryFailedException("Node n2 cannot answer: too busy", false));
		assertThat(failure("leader", Outcome.LEADER_UNABLE)).isEqualTo("Node n2 cannot answer: too busy");
		fail(new RaftStoppedException("The node is not running"));
		assertThat(failure("leader", Outcome.NO_LEADER)).isEqualTo("The node is not running");
	}

	@Test
	void anOlderLeaderIsNamedWithItsVersion() {
		fail(new InquiryFailedException("unknown", true));
		assertThat(failure("leader", Outcome.NOT_SUPPORTED))
			.isEqualTo("Node n2 leads, runs version 1.0.0, and has no answer to it: ask it directly");
	}

	@Test
	void whoDoesNotLeadAnyMoreIsNoLeader() {
		answer(report(StatusBuilder.follower(null).build()).toJson());
		assertThat(failure("leader", Outcome.NO_LEADER)).isEqualTo("Node n2 does not lead any more: ask again");
	}

	@Test
	void whatANewerLeaderSaysBesidesIsLeftOut() {
		String json = new String(report(leader()).toJson(), StandardCharsets.UTF_8);
		String newer = json.replaceFirst("\\{", "{\"season\":\"winter\",")
			.replaceAll("\"reasons\":\\[\"NO_CONTACT\"\\]", "\"reasons\":[\"TOO_COLD\",\"NO_CONTACT\"]");
		assertThat(newer).contains("TOO_COLD", "winter");
		answer(newer.getBytes(StandardCharsets.UTF_8));
		assertThat(this.reports.of("leader").view()).isEqualTo(report(leader()).view());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "[]", "{}", "null", "{\"view\":null,\"events\":[]}" })
	void whatIsNoReportIsNotShown(String json) {
		answer(json.getBytes(StandardCharsets.UTF_8));
		assertThat(failure("leader", Outcome.NOT_SUPPORTED))
			.startsWith("Node n2 leads, runs version 1.0.0, and cannot");
	}

	private String failure(String scope, Outcome outcome) {
		RaftScopeException failure = catchThrowableOfType(RaftScopeException.class, () -> this.reports.of(scope));
		assertThat(failure).isNotNull();
		assertThat(failure.outcome()).isEqualTo(outcome);
		return String.valueOf(failure.getMessage());
	}

	private void answer(byte[] answer) {
		answered(CompletableFuture.completedFuture(answer));
	}

	private void fail(RuntimeException failure) {
		answered(CompletableFuture.failedFuture(failure));
	}

	private void answered(CompletableFuture<byte[]> answer) {
		given(this.node.status()).willReturn(follower());
		given(this.node.inquire(eq(NodeId.of("n2")), eq(NodeReport.TOPIC), any(Duration.class))).willReturn(answer);
	}

	private static RaftStatus follower() {
		return StatusBuilder.follower("n2").peer("n2", true, true, "REPLICATE", 91_234, 14).build();
	}

	private static RaftStatus leader() {
		return StatusBuilder.leader()
			.peer("n2", true, true, "REPLICATE", 91_233, 14)
			.peer("n3", true, false, "PROBE", 88_000, 41_200)
			.divergence(RaftHealthIndicatorTests.divergence("n1", "n2", false))
			.build();
	}

	private static NodeReport report(RaftStatus status) {
		RaftViewAssembler assembler = new RaftViewAssembler(RaftNodeOptions.builder("n1").build(),
				new RaftHealthReasons(), List.of(), Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
		return new NodeReport(assembler.assemble(status, 86_400_000L),
				List.of(new RecentRaftEvents.Event(Instant.parse("2026-11-21T19:00:00Z"), "LEADER_CHANGED", 7L, null,
						"n1 leads")));
	}

}
