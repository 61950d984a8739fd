package io.raftboot.core.protocol;

import org.junit.jupiter.api.Test;

import static io.raftboot.core.protocol.GivenNode.MILLIS;
import static io.raftboot.core.protocol.GivenNode.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Thesis 4.2.1: "if the last round lasts less than an election timeout, the leader adds
 * the new server". Election timeout 500 ms, heartbeats each 100 ms.
 */
class PromotionTests {

	private final QuorumRound rounds = new QuorumRound();

	private final Progress peer = new Progress(Entries.id("d"), 1, 0, 0);

	private final Promotion promotion = new Promotion(this.peer, SETTINGS, 10, 0);

	@Test
	void readyAfterGoodRoundsForAnElectionTimeoutNotEarlier() {
		caughtUp(10, 100);
		caughtUp(10, 400);
		assertThat(isReady(499)).isFalse();
		assertThat(isReady(500)).isTrue();
	}

	@Test
	void aRoundOfAWholeElectionTimeoutIsNotGood() {
		caughtUp(10, 500);
		caughtUp(10, 900);
		assertThat(isReady(999)).isFalse();
		assertThat(isReady(1000)).as("counted from when the good round began").isTrue();
	}

	@Test
	void aRoundThatIsAMomentShorterIsGood() {
		caughtUp(10, 499);
		assertThat(isReady(500)).isTrue();
	}

	@Test
	void aRoundLastsUntilThePeerHasWhatWasTheLastEntryWhenItBegan() {
		answered(9, 20, 100);
		answered(10, 20, 550);
		assertThat(isReady(600)).as("the first took 550 ms").isFalse();
		answered(20, 25, 1040);
		assertThat(isReady(1049)).isFalse();
		assertThat(isReady(1050)).as("the second 490, though there is more by now").isTrue();
	}

	@Test
	void aSlowRoundTakesBackWhatWasGood() {
		answered(10, 30, 100);
		answered(30, 40, 650);
		assertThat(isReady(700)).isFalse();
		answered(40, 40, 800);
		assertThat(isReady(900)).isFalse();
		answered(40, 40, 1100);
		assertThat(isReady(1150)).as("good since 650").isTrue();
	}

	@Test
	void notReadyWhenTheCurrentRoundLastsAnElectionTimeoutAlready() {
		caughtUp(10, 100);
		answered(10, 30, 110);
		this.peer.answered(1, this.rounds, 609 * MILLIS);
		assertThat(isReady(609)).isTrue();
		this.peer.answered(1, this.rounds, 610 * MILLIS);
		assertThat(isReady(610)).isFalse();
	}

	@Test
	void notReadyOnceItMissedTwoHeartbeats() {
		caughtUp(10, 400);
		assertThat(isReady(599)).isTrue();
		assertThat(isReady(600)).isFalse();
	}

	@Test
	void notReadyWhileItsPlaceInTheLogIsLookedFor() {
		caughtUp(10, 400);
		this.peer.disconnected();
		assertThat(isReady(550)).isFalse();
	}

	private void caughtUp(long matchIndex, long nowMillis) {
		answered(matchIndex, matchIndex, nowMillis);
	}

	private void answered(long matchIndex, long lastIndex, long nowMillis) {
		this.peer.answered(1, this.rounds, nowMillis * MILLIS);
		this.peer.acknowledged(matchIndex, 0, nowMillis * MILLIS);
		this.promotion.observe(lastIndex, nowMillis * MILLIS);
	}

	private boolean isReady(long nowMillis) {
		return this.promotion.isReady(nowMillis * MILLIS);
	}

}
