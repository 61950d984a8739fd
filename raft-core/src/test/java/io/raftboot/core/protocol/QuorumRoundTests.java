package io.raftboot.core.protocol;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Thesis 6.4: a quorum's answers count for the round they belong to. */
class QuorumRoundTests {

	private final QuorumRound rounds = new QuorumRound();

	@Test
	void aRoundThatNeverBeganDoesNotComplete() {
		this.rounds.begin(10);
		assertThatExceptionOfType(InvariantViolation.class).isThrownBy(() -> this.rounds.completed(2));
		this.rounds.completed(1);
		assertThat(this.rounds.isOutstanding()).isFalse();
	}

	@Test
	void answersToAnEarlierRoundTakeNothingBack() {
		this.rounds.begin(10);
		this.rounds.begin(20);
		this.rounds.completed(2);
		this.rounds.completed(1);
		assertThat(this.rounds.completed()).isEqualTo(2);
	}

	/** The time of a forgotten round would be that of a later one: a lease too long. */
	@Test
	void whenARoundBeganIsRememberedUntilItsPlaceIsTakenByAnother() {
		for (int round = 1; round <= 300; round++) {
			this.rounds.begin(1000 + round);
		}
		for (int round = 1; round <= 300; round++) {
			assertThat(this.rounds.isRemembered(round)).isEqualTo(round > 44);
			if (round > 44) {
				assertThat(this.rounds.beganNanos(round)).isEqualTo(1000 + round);
			}
		}
	}

	/** It only proves that the peer is alive. */
	@Test
	void anAnswerToAForgottenRoundExtendsNoLease() {
		Progress peer = new Progress(Entries.id("b"), 1, 0, -500);
		for (int round = 1; round <= 300; round++) {
			this.rounds.begin(1000 + round);
		}
		peer.answered(44, this.rounds, 2000);
		assertThat(peer.acknowledgedSendNanos()).isEqualTo(-500);
		assertThat(peer.contactNanos()).isEqualTo(2000);
		peer.answered(45, this.rounds, 2001);
		assertThat(peer.acknowledgedSendNanos()).isEqualTo(1045);
	}

}
