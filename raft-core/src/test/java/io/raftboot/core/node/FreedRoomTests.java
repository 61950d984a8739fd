package io.raftboot.core.node;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Room that several calls give back at once. */
class FreedRoomTests {

	private final PendingLimits commands = taken();

	private final PendingLimits reads = taken();

	private final FreedRoom freed = new FreedRoom();

	@Test
	void allIsGivenBackAtOnceAndOnce() {
		this.freed.add(this.commands, 20);
		this.freed.add(this.commands, 10);
		assertThat(this.commands.proposals()).isEqualTo(3);
		this.freed.giveBack();
		this.freed.giveBack();
		assertThat(this.commands.proposals()).isEqualTo(1);
		assertThat(this.commands.bytes()).isEqualTo(30);
	}

	@Test
	void eachOfSeveralLimitsGetsItsOwn() {
		this.freed.add(this.commands, 20);
		this.freed.add(this.reads, 10);
		this.freed.giveBack();
		assertThat(this.commands.bytes()).isEqualTo(40);
		assertThat(this.reads.bytes()).isEqualTo(50);
		assertThat(this.commands.proposals()).isEqualTo(2);
		assertThat(this.reads.proposals()).isEqualTo(2);
	}

	private static PendingLimits taken() {
		PendingLimits limits = new PendingLimits("calls", 10, 1000);
		for (int i = 0; i < 3; i++) {
			limits.acquire(20);
		}
		return limits;
	}

}
