package io.raftboot.core.protocol;

import io.raftboot.core.model.Heartbeat;
import org.junit.jupiter.api.Test;

import static io.raftboot.core.protocol.GivenNode.MILLIS;
import static io.raftboot.core.protocol.GivenNode.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

/** When peers to whom no entries go hear of the commit index. */
class CommitNewsTests {

	private static final long NEWS_NANOS = 2 * MILLIS;

	private static GivenNode leader() {
		return GivenNode.ofThree(SETTINGS.withCommitNewsDelayNanos(NEWS_NANOS), 3, null, 1).leaderWithB();
	}

	@Test
	void aFollowerThatAwaitsNothingElseIsToldALittleLater() {
		GivenNode node = leader().propose(1).persisted().acknowledge("b", 3);
		assertThat(node.core.nextDeadlineNanos()).isEqualTo(node.nowNanos);
		assertThat(node.elapse(0).effects()).isEmpty();
		assertThat(node.core.nextDeadlineNanos()).isEqualTo(node.nowNanos + NEWS_NANOS);
		assertThat(node.elapse(NEWS_NANOS - 1).effects()).isEmpty();
		node.elapse(1);
		assertThat(node.sentTo("b")).extracting(message -> ((Heartbeat) message).commitIndex()).containsExactly(3L);
		assertThat(node.elapse(NEWS_NANOS).effects()).isEmpty();
	}

	@Test
	void entriesBringTheCommitIndexForNothing() {
		GivenNode node = leader().propose(1).persisted().acknowledge("b", 3);
		node.elapse(0).propose(1);
		assertThat(node.sentTo("b")).hasSize(1);
		assertThat(node.elapse(NEWS_NANOS).effects()).isEmpty();
	}

	@Test
	void whoHasACallerWaitingHearsAtOnce() {
		GivenNode node = leader().propose(1);
		node.core.awaitElsewhere(3);
		node.persisted().acknowledge("b", 3);
		assertThat(node.core.nextDeadlineNanos()).isEqualTo(node.nowNanos);
		node.elapse(0);
		assertThat(node.sentTo("b")).extracting(message -> ((Heartbeat) message).commitIndex()).containsExactly(3L);
		node.propose(1).persisted().acknowledge("b", 4);
		assertThat(node.elapse(0).effects()).isEmpty();
	}

}
