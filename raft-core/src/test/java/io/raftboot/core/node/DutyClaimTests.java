package io.raftboot.core.node;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DutyClaimTests {

	private final DutyClaim claim = new DutyClaim();

	@Test
	void oneAtATimeHoldsIt() {
		assertThat(this.claim.claimForLoop()).isTrue();
		assertThat(this.claim.claimForThread()).isFalse();
		assertThat(this.claim.releaseByLoop()).isTrue();
		assertThat(this.claim.claimForThread()).isTrue();
		assertThat(this.claim.claimForLoop()).isFalse();
		this.claim.releaseByThread();
		assertThat(this.claim.claimForLoop()).isTrue();
	}

	@Test
	void aLoopThatIsRelievedHoldsItAsTheDutysThread() {
		this.claim.claimForLoop();
		assertThat(this.claim.relieve(this.claim.look())).isTrue();
		assertThat(this.claim.claimForLoop()).isFalse();
		assertThat(this.claim.releaseByLoop()).isFalse();
		this.claim.releaseByThread();
		assertThat(this.claim.claimForLoop()).isTrue();
	}

	/** It has been back in between: nobody knows how long this claim lasts. */
	@Test
	void aLoopThatHasClaimedItAnewSinceTheLookIsNotRelieved() {
		this.claim.claimForLoop();
		long seen = this.claim.look();
		this.claim.releaseByLoop();
		this.claim.claimForLoop();
		assertThat(this.claim.relieve(seen)).isFalse();
		assertThat(this.claim.releaseByLoop()).isTrue();
	}

	@Test
	void onlyALoopThatHoldsItIsRelieved() {
		assertThat(this.claim.relieve(this.claim.look())).isFalse();
		this.claim.claimForThread();
		assertThat(this.claim.relieve(this.claim.look())).isFalse();
		this.claim.releaseByThread();
		assertThat(this.claim.claimForLoop()).isTrue();
	}

	@Test
	void afterAFailureNobodyGetsIt() {
		this.claim.claimForLoop();
		assertThat(this.claim.keepByLoop()).isTrue();
		assertThat(this.claim.claimForLoop()).isFalse();
		assertThat(this.claim.claimForThread()).isFalse();
		assertThat(this.claim.relieve(this.claim.look())).isFalse();
	}

	@Test
	void aRelievedLoopThatFailsIsNotTheLoop() {
		this.claim.claimForLoop();
		this.claim.relieve(this.claim.look());
		assertThat(this.claim.keepByLoop()).isFalse();
		assertThat(this.claim.claimForThread()).isFalse();
	}

}
