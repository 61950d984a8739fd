package io.raftboot.core.node;

import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.statemachine.CommandRejectedException;
import org.junit.jupiter.api.Test;

import static io.raftboot.core.node.RecordingMachine.bytes;
import static org.assertj.core.api.Assertions.assertThat;

/** Given an attempt that failed, what its caller is told, and when it is tried again. */
class RetriesTests {

	private final Clock clock = new Clock();

	private final Retries retries = new Retries(this.clock);

	private final PendingLimits limits = new PendingLimits("commands", 10, 1000);

	private final Machine machine = new Machine("m", new RecordingMachine());

	@Test
	void oneAttemptIsNeverTriedAgain() {
		OutcomeUnknownException failure = new OutcomeUnknownException("lost");
		assertThat(this.retries.failed(Proposal.ofCaller(this.machine, bytes("a"), 100, this.limits), failure))
			.isSameAs(failure);
	}

	@Test
	void anUnclearEndIsTriedAgainUnderTheSameNumberALittleLater() {
		Proposal call = once(Long.MAX_VALUE / 2);
		call.session = 7;
		call.sequence = 3;
		assertThat(this.retries.failed(call, new OutcomeUnknownException("lost"))).isNull();
		assertThat(due()).isEmpty();
		this.clock.nanos += Retries.DELAY_NANOS;
		Proposal again = due().get(0);
		assertThat(again.session).isEqualTo(7);
		assertThat(again.sequence).isEqualTo(3);
		again.appendedAt(2, 9);
		again.answer();
		assertThat(call.<Committed>future().join().index()).isEqualTo(9);
	}

	/** The first attempt was in the log after all, and so is the second. */
	@Test
	void anAnswerIsReadOnceHoweverManyAttemptsGotIt() {
		List<Committed> read = new ArrayList<>();
		Proposal call = once(Long.MAX_VALUE / 2).readBy((committed) -> {
			read.add(committed);
			return "read";
		});
		this.retries.failed(call, new OutcomeUnknownException("lost"));
		this.clock.nanos += Retries.DELAY_NANOS;
		Proposal again = due().get(0);
		call.answer();
		again.answer();
		assertThat(call.<String>future().join()).isEqualTo("read");
		assertThat(read).hasSize(1);
	}

	@Test
	void aFailureOfAnAttemptThatAnotherOneReplacedIsNotTold() {
		Proposal call = once(Long.MAX_VALUE / 2);
		this.retries.failed(call, new NotLeaderException(null));
		assertThat(this.retries.failed(call, new OutcomeUnknownException("late"))).isNull();
		this.clock.nanos += Retries.DELAY_NANOS;
		assertThat(due()).hasSize(1);
	}

	/** An earlier attempt may be in the log: nobody may say that it surely is not. */
	@Test
	void noEffectIsNotClaimedAfterAnUnclearEnd() {
		Proposal call = once(100);
		this.retries.failed(call, new OutcomeUnknownException("lost"));
		this.clock.nanos += Retries.DELAY_NANOS;
		Proposal again = due().get(0);
		assertThat(this.retries.failed(again, new NotLeaderException(null))).isInstanceOf(OutcomeUnknownException.class)
			.hasMessageContaining("earlier attempt");
		assertThat(this.retries.failed(again, new CommandRejectedException("no")))
			.isInstanceOf(OutcomeUnknownException.class);
	}

	@Test
	void whatAnotherAttemptCannotMendIsToldAtOnce() {
		CommandRejectedException rejected = new CommandRejectedException("no");
		assertThat(this.retries.failed(once(Long.MAX_VALUE / 2), rejected)).isSameAs(rejected);
		RaftBusyException busy = new RaftBusyException("full");
		assertThat(this.retries.failed(once(Long.MAX_VALUE / 2), busy)).isSameAs(busy);
	}

	private Proposal once(long deadlineNanos) {
		return Proposal.once(this.machine, bytes("a"), deadlineNanos, this.limits, null);
	}

	private List<Proposal> due() {
		List<Proposal> due = new ArrayList<>();
		this.retries.advance(this.clock.nanos, due::add);
		return due;
	}

	private static final class Clock implements NodeClock {

		private long nanos;

		@Override
		public long nanoTime() {
			return this.nanos;
		}

		@Override
		public long currentTimeMillis() {
			return 0L;
		}

	}

}
