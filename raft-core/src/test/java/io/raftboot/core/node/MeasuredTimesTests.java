package io.raftboot.core.node;

import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.AppendResponse;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryBatchBuilder;
import io.raftboot.core.model.EntryType;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.HeartbeatResponse;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.model.Role;
import io.raftboot.core.statemachine.CommandFailedException;
import io.raftboot.core.statemachine.CommandRejectedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** From when to when the parts of a node measure, by a clock of the test. */
class MeasuredTimesTests {

	private static final NodeId LEADER = NodeId.of("n1");

	private static final NodeId PEER = NodeId.of("n2");

	private final RecordingMeter meter = new RecordingMeter();

	private final Clock clock = new Clock();

	private final PeerTimes peer = new PeerTimes(PEER, this.meter, this.clock);

	private final CommitTimes commits = new CommitTimes(this.meter);

	private final ElectionTimes elections = new ElectionTimes(this.meter, this.clock);

	@Test
	void aPeerHasWhatItAcknowledgesSinceItWasSent() {
		send(1, 10, 1);
		this.clock.nanos = 30;
		send(1, 11, 1);
		this.clock.nanos = 100;
		acknowledge(true, 9);
		assertThat(this.meter.of("replicated n2")).isEmpty();
		acknowledge(true, 11);
		assertThat(this.meter.of("replicated n2")).containsExactly(100L, 70L);
		acknowledge(true, 11);
		assertThat(this.meter.of("replicated n2")).hasSize(2);
		assertThat(this.meter.of("entries sent n2")).containsExactly(1L, 1L);
	}

	@Test
	void whatIsSentAgainCountsFromThenOn() {
		send(1, 10, 1);
		this.clock.nanos = 50;
		acknowledge(false, 9);
		send(1, 10, 1);
		this.clock.nanos = 60;
		acknowledge(true, 10);
		assertThat(this.meter.of("replicated n2")).containsExactly(10L);
	}

	@Test
	void nothingIsLeftOfABrokenConnectionOrAnEarlierTerm() {
		send(1, 10, 1);
		this.peer.lost();
		acknowledge(true, 10);
		send(1, 11, 1);
		send(3, 12, 1);
		this.clock.nanos = 7;
		acknowledge(true, 12);
		assertThat(this.meter.of("replicated n2")).containsExactly(7L);
	}

	@Test
	void manyMessagesMayBeUnanswered() {
		for (int i = 1; i <= 100; i++) {
			this.clock.nanos = i;
			send(1, i, 1);
			if (i == 20) {
				acknowledge(true, 13);
			}
		}
		this.clock.nanos = 1000;
		acknowledge(true, 100);
		assertThat(this.meter.of("replicated n2")).hasSize(100).startsWith(19L, 18L).endsWith(901L, 900L);
	}

	@Test
	void aRoundTripIsFromTheFirstHeartbeatOfARoundToItsAnswer() {
		heartbeat(1);
		this.clock.nanos = 10;
		heartbeat(1);
		answer(0);
		this.clock.nanos = 15;
		answer(1);
		answer(1);
		assertThat(this.meter.of("heartbeat n2")).containsExactly(15L);
		heartbeat(2);
		this.peer.lost();
		answer(2);
		assertThat(this.meter.of("heartbeat n2")).hasSize(1);
	}

	@Test
	void aBatchIsCommittedByTheTermThatAppendedIt() {
		this.commits.appended(5, 10, 100);
		this.commits.appended(5, 20, 110);
		this.commits.advance(5, 9, 120);
		assertThat(this.meter.of("committed")).isEmpty();
		this.commits.advance(5, 15, 130);
		assertThat(this.meter.of("committed")).containsExactly(30L);
		this.commits.advance(0, 15, 140);
		this.commits.advance(7, 30, 10_000);
		assertThat(this.meter.of("committed")).hasSize(1);
		this.commits.appended(7, 31, 10_000);
		this.commits.appended(9, 32, 20_000);
		this.commits.advance(9, 32, 20_001);
		assertThat(this.meter.of("committed")).containsExactly(30L, 1L);
	}

	@Test
	void electionsEndInFourWays() {
		roles(Role.PRE_CANDIDATE, Role.CANDIDATE, Role.LEADER, Role.FOLLOWER);
		assertThat(this.meter.of("election WON")).containsExactly(10L);
		roles(Role.PRE_CANDIDATE, Role.FOLLOWER);
		assertThat(this.meter.of("election PREVOTE_REJECTED")).containsExactly(10L);
		roles(Role.PRE_CANDIDATE, Role.CANDIDATE, Role.PRE_CANDIDATE);
		assertThat(this.meter.of("election TIMEOUT")).containsExactly(10L);
		roles(Role.CANDIDATE, Role.FOLLOWER);
		assertThat(this.meter.of("election LOST")).containsExactly(10L);
		assertThat(this.meter.count("election")).isEqualTo(4);
	}

	@ParameterizedTest
	@MethodSource
	void outcomesOfFailures(Throwable failure, CallOutcome expected) {
		assertThat(CallOutcome.of(failure)).isEqualTo(expected);
	}

	static Stream<Arguments> outcomesOfFailures() {
		return Stream.of(Arguments.of(null, CallOutcome.OK),
				Arguments.of(new CommandRejectedException(""), CallOutcome.REJECTED),
				Arguments.of(new CommandFailedException("T", "c"), CallOutcome.REJECTED),
				Arguments.of(new CommandTooLargeException(2, 1), CallOutcome.REJECTED),
				Arguments.of(new KeyReusedException(""), CallOutcome.REJECTED),
				Arguments.of(new ChangeRefusedException(""), CallOutcome.REJECTED),
				Arguments.of(new NotLeaderException(null), CallOutcome.NOT_LEADER),
				Arguments.of(new RaftTimeoutException(""), CallOutcome.TIMEOUT),
				Arguments.of(new TimeoutException(), CallOutcome.TIMEOUT),
				Arguments.of(new CancellationException(), CallOutcome.TIMEOUT),
				Arguments.of(new RaftBusyException(""), CallOutcome.OVERLOAD),
				Arguments.of(new OutcomeUnknownException(""), CallOutcome.UNKNOWN),
				Arguments.of(new SessionExpiredException(""), CallOutcome.UNKNOWN),
				Arguments.of(new ResultLostException(""), CallOutcome.UNKNOWN),
				Arguments.of(new RaftStoppedException(""), CallOutcome.ERROR),
				Arguments.of(new IllegalStateException(), CallOutcome.ERROR));
	}

	private void send(long term, long index, long round) {
		EntryBatch entries = EntryBatchBuilder.single(index, term, EntryType.COMMAND, ByteBuffer.allocate(8));
		this.peer.sent(new AppendEntries(LEADER, term, index - 1, term, 0, round, 0, EntryBatch.EMPTY));
		this.peer.sent(new AppendEntries(LEADER, term, index - 1, term, 0, round, 0, entries));
	}

	private void acknowledge(boolean success, long matchIndex) {
		this.peer.received(new AppendResponse(PEER, 1, success, matchIndex, 0, 0, 1));
	}

	private void heartbeat(long round) {
		this.peer.sent(new Heartbeat(LEADER, 1, 0, round, 0));
	}

	private void answer(long round) {
		this.peer.received(new HeartbeatResponse(PEER, 1, round, 0));
	}

	/** Each role lasts for ten nanoseconds. */
	private void roles(Role... roles) {
		for (Role role : roles) {
			this.elections.event(new RaftEvent.RoleChanged(role, 1));
			this.clock.nanos += 10;
		}
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
