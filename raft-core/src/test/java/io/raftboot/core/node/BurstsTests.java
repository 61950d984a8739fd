package io.raftboot.core.node;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.raftboot.core.node.RecordingMachine.bytes;
import static org.assertj.core.api.Assertions.assertThat;

/** When a loop waits for more commands. */
class BurstsTests {

	private final Inbox inbox = new Inbox(() -> {
	});

	private long forceNanos = Bursts.FORCE_NANOS_MIN;

	private final Bursts bursts = new Bursts(this.inbox, () -> this.forceNanos);

	@BeforeEach
	void somebodyHasComeBack() {
		this.bursts.taken(4);
		this.inbox.offer(Proposal.ofCaller(new Machine("m", new RecordingMachine()), bytes("text"), 0L,
				new PendingLimits("commands", 10, 1000)));
	}

	@Test
	void theFirstOfManyIsJoinedByTheOthers() {
		assertThat(this.bursts.isMoreExpected()).isTrue();
	}

	@Test
	void nobodyIsWaitedForUnlessSomebodyIsThere() {
		this.inbox.drainProposals((proposal) -> {
		});
		assertThat(this.bursts.isMoreExpected()).isFalse();
	}

	@Test
	void aFewAreNotWaitedFor() {
		this.bursts.taken(3);
		assertThat(this.bursts.isMoreExpected()).isFalse();
	}

	@Test
	void veryManyAreNotWaitedFor() {
		this.bursts.taken(256);
		assertThat(this.bursts.isMoreExpected()).isTrue();
		this.bursts.taken(257);
		assertThat(this.bursts.isMoreExpected()).isFalse();
	}

	@Test
	void aQuickDiskDoesNotWait() {
		this.forceNanos--;
		assertThat(this.bursts.isMoreExpected()).isFalse();
	}

}
