package io.raftboot.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.raftboot.actuate.RaftHealthReasons;
import io.raftboot.actuate.RecentRaftEvents;
import io.raftboot.actuate.StatusBuilder;
import io.raftboot.console.ConsoleState.Member;
import io.raftboot.core.model.MemberStatus;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.model.Role;
import io.raftboot.core.node.NodeState;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftStatus;
import io.raftboot.core.node.RaftStoppedException;
import io.raftboot.core.node.RaftTimeoutException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

class ConsoleStateAssemblerTests {

	private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(7), ZoneOffset.UTC);

	private final RaftNode node = mock(RaftNode.class);

	private final TermHistory terms = new TermHistory(CLOCK);

	private final RecentRaftEvents events = new RecentRaftEvents();

	private final ConsoleStateAssembler assembler = new ConsoleStateAssembler(this.node, new RaftHealthReasons(),
			this.terms, this.events, true, CLOCK);

	private ConsoleState state(RaftStatus status) {
		given(this.node.status()).willReturn(status);
		CompletableFuture<ConsoleState> state = this.assembler.assemble();
		assertThat(state).isCompleted();
		return state.join();
	}

	private void answers(String id, MemberStatus status) {
		given(this.node.statusOf(eq(NodeId.of(id)), any(Duration.class)))
			.willReturn(CompletableFuture.completedFuture(status));
	}

	private void fails(String id, Exception failure) {
		given(this.node.statusOf(eq(NodeId.of(id)), any(Duration.class)))
			.willReturn(CompletableFuture.failedFuture(failure));
	}

	private static MemberStatus member(Role role, long lastIndex) {
		return new MemberStatus(role, NodeId.of("n1"), 7, 90_001, lastIndex, lastIndex, 91_200, 91_199, 90_000, 4_096);
	}

	@Test
	void everyMemberSaysItselfHowItIs() {
		answers("n2", member(Role.FOLLOWER, 91_233));
		fails("n3", new RaftTimeoutException("Node n3 cannot be reached"));
		ConsoleState state = state(StatusBuilder.leader().build());
		assertThat(state.node()).isEqualTo("n1");
		assertThat(state.leader()).isEqualTo("n1");
		assertThat(state.term()).isEqualTo(7);
		assertThat(state.now()).isEqualTo(Instant.ofEpochSecond(7));
		assertThat(state.operations()).isTrue();
		assertThat(state.members()).extracting(Member::id).containsExactly("n1", "n2", "n3");
		Member self = state.members().get(0);
		assertThat(self.self()).isTrue();
		assertThat(self.role()).isEqualTo("LEADER");
		assertThat(self.log())
			.isEqualTo(new ConsoleState.Log(90_001, 91_234, 91_233, 91_234, 91_230, 90_000L, 4_194_304));
		assertThat(self.lagEntries()).isZero();
		Member follower = state.members().get(1);
		assertThat(follower.kind()).isEqualTo("VOTER");
		assertThat(follower.role()).isEqualTo("FOLLOWER");
		assertThat(follower.log())
			.isEqualTo(new ConsoleState.Log(90_001, 91_233, 91_233, 91_200, 91_199, 90_000L, 4_096));
		assertThat(follower.lagEntries()).isEqualTo(1);
		Member silent = state.members().get(2);
		assertThat(silent.role()).isNull();
		assertThat(silent.log()).isNull();
		assertThat(silent.problem()).isEqualTo("Node n3 cannot be reached");
	}

	@Test
	void aFollowerMeasuresLagByTheLeadersLog() {
		answers("n2", member(Role.LEADER, 91_300));
		answers("n3", member(Role.FOLLOWER, 91_400));
		ConsoleState state = state(StatusBuilder.follower("n2").build());
		assertThat(state.members()).extracting(Member::lagEntries).containsExactly(66L, 0L, 0L);
	}

	@Test
	void nobodyIsBehindALeaderWhoDoesNotAnswer() {
		fails("n2", new RaftTimeoutException("Node n2 does not answer"));
		answers("n3", member(Role.FOLLOWER, 91_400));
		ConsoleState state = state(StatusBuilder.follower("n2").build());
		assertThat(state.members()).extracting(Member::lagEntries).containsOnlyNulls();
	}

	/** The page itself waits two seconds for all of them. */
	@Test
	void aMemberThatHangsHasItsTimeAndNoMore() {
		answers("n2", member(Role.FOLLOWER, 91_233));
		fails("n3", new RaftTimeoutException("Node n3 does not answer"));
		state(StatusBuilder.leader().build());
		then(this.node).should().statusOf(NodeId.of("n2"), Duration.ofMillis(300));
		then(this.node).should().statusOf(NodeId.of("n3"), Duration.ofMillis(300));
	}

	@Test
	void membersAreOfDifferentKinds() {
		for (String id : List.of("a", "b", "c", "d")) {
			fails(id, new RaftTimeoutException("x"));
		}
		ConsoleState state = state(StatusBuilder.follower(null)
			.membership(new Membership(StatusBuilder.peers("d"), StatusBuilder.peers("a"), StatusBuilder.peers("c"),
					StatusBuilder.peers("b")))
			.build());
		assertThat(state.changing()).isTrue();
		assertThat(state.members()).extracting((member) -> member.id() + " " + member.kind())
			.containsExactly("a VOTER", "b JOINING", "c LEARNER", "d VOTER", "n1 NONE");
	}

	@Test
	void aFailedNodeSaysWhy() {
		fails("n2", new RaftStoppedException("The node has failed"));
		fails("n3", new RaftStoppedException("The node has failed"));
		ConsoleState state = state(
				StatusBuilder.follower(null).state(NodeState.FAILED, "<script>alert(1)</script>").build());
		assertThat(state.state()).isEqualTo("FAILED");
		assertThat(state.problems()).contains("The node stopped itself: <script>alert(1)</script>");
		assertThat(state.members().get(0).role()).isNull();
		assertThat(state.members().get(0).problem()).isEqualTo("This node does not run");
		assertThat(state.members().get(0).log()).isNotNull();
	}

	@Test
	void termsAndEventsAreThere() {
		RaftEvent event = new RaftEvent.LeaderChanged(NodeId.of("n1"), 7);
		this.terms.onEvent(event);
		this.events.onEvent(event);
		ConsoleState state = state(StatusBuilder.leader().membership(Membership.EMPTY).build());
		assertThat(state.terms()).singleElement().extracting(TermHistory.Term::leader).isEqualTo("n1");
		assertThat(state.events()).singleElement().satisfies((seen) -> assertThat(seen.text()).contains("n1 leads"));
	}

}
