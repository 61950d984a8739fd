package io.raftboot.console;

import java.time.Clock;
import java.time.Instant;

import io.raftboot.console.TermHistory.Term;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.model.Role;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class TermHistoryTests {

	private final Clock clock = mock(Clock.class);

	private final TermHistory history = new TermHistory(this.clock);

	private void leader(long second, long term, @Nullable String leader) {
		given(this.clock.instant()).willReturn(at(second));
		this.history.onEvent(new RaftEvent.LeaderChanged((leader != null) ? NodeId.of(leader) : null, term));
	}

	private static Instant at(long second) {
		return Instant.ofEpochSecond(second);
	}

	@Test
	void eachLeaderEndsTheTimeOfTheOneBefore() {
		leader(1, 1, "n1");
		leader(5, 1, null);
		leader(6, 2, "n2");
		assertThat(this.history.terms()).containsExactly(new Term(1, "n1", at(1), at(5)),
				new Term(1, null, at(5), at(6)), new Term(2, "n2", at(6), null));
	}

	@Test
	void theSameLeaderOfTheSameTermGoesOn() {
		leader(1, 1, "n1");
		leader(2, 1, "n1");
		leader(3, 2, "n1");
		assertThat(this.history.terms()).containsExactly(new Term(1, "n1", at(1), at(3)),
				new Term(2, "n1", at(3), null));
	}

	@Test
	void otherEventsDoNotMatter() {
		this.history.onEvent(new RaftEvent.RoleChanged(Role.CANDIDATE, 3));
		assertThat(this.history.terms()).isEmpty();
	}

	@Test
	void theOldestMakeRoom() {
		for (int term = 1; term <= TermHistory.TERMS_MAX + 3; term++) {
			leader(term, term, "n1");
		}
		assertThat(this.history.terms()).hasSize(TermHistory.TERMS_MAX)
			.first()
			.isEqualTo(new Term(4, "n1", at(4), at(5)));
		assertThat(this.history.terms()).last().isEqualTo(new Term(53, "n1", at(53), null));
	}

}
