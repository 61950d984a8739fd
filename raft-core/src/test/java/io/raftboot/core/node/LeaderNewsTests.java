package io.raftboot.core.node;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.protocol.RaftCore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a follower that comes back hears of leaders. It has 10 entries of term 1. */
class LeaderNewsTests {

	private static final NodeId N2 = NodeId.of("n2");

	private static final NodeId N3 = NodeId.of("n3");

	private final RaftCore core = QuietCore.withThreeMembers(new ClusterId(1, 2), 10);

	private final Completions completions = new Completions(
			OnDemandThreads.executor("test-completions", 1, Integer.MAX_VALUE), new Retries(NodeClock.SYSTEM));

	private final PendingReads reads = new PendingReads(this.completions, () -> new NotLeaderException(null));

	private final LeaderNews news = new LeaderNews(this.core, this.reads, new Clock());

	private long wallMillis = 1_000;

	private long nowNanos;

	@AfterEach
	void close() {
		this.completions.close();
	}

	@Test
	void nothingIsKnownAndNobodyAskedBeforeALeaderSpoke() {
		this.news.note(0L);
		assertThat(this.news.catchUpIndex()).isZero();
		assertThat(this.news.commitIndex()).isZero();
		assertThat(this.news.sinceMillis()).isZero();
		assertThat(this.reads.size()).isZero();
	}

	@Test
	void aLeaderIsAskedOnceWhatIsCommitted() {
		step(new AppendEntries(N2, 2, 10, 1, 3, 1, 0, EntryBatch.EMPTY));
		long readId = this.reads.askLease();
		assertThat(readId).isPositive();
		step(new Heartbeat(N2, 2, 3, 2, 0));
		assertThat(this.reads.askLease()).isZero();
		assertThat(this.news.catchUpIndex()).isZero();
		this.reads.ready(readId, 5_007);
		step(new Heartbeat(N2, 2, 3, 3, 0));
		assertThat(this.news.catchUpIndex()).isEqualTo(5_007);
		this.reads.ready(readOf(this.reads), 9_000);
		this.nowNanos = 10_000_000_000L;
		step(new Heartbeat(N2, 2, 3, 4, 0));
		assertThat(this.news.catchUpIndex()).isEqualTo(5_007);
		assertThat(this.reads.askLease()).isZero();
	}

	@Test
	void withoutAnAnswerItIsAskedAgain() {
		step(new Heartbeat(N2, 2, 3, 1, 0));
		this.reads.failed(this.reads.askLease());
		this.nowNanos = 499_999_999L;
		step(new Heartbeat(N2, 2, 3, 2, 0));
		assertThat(this.reads.askLease()).isZero();
		this.nowNanos = 500_000_000L;
		step(new Heartbeat(N2, 2, 3, 3, 0));
		assertThat(this.reads.askLease()).isPositive();
	}

	@Test
	void aLeadersWordGoesBeyondTheLog() {
		step(new AppendEntries(N2, 2, 10, 1, 5_000, 1, 0, EntryBatch.EMPTY));
		assertThat(this.core.commitIndex()).isEqualTo(10);
		assertThat(this.news.commitIndex()).isEqualTo(5_000);
		step(new Heartbeat(N2, 2, 10, 1, 0));
		assertThat(this.news.commitIndex()).isEqualTo(5_000);
	}

	@Test
	void aFormerLeadersWordIsNotHeard() {
		step(new Heartbeat(N3, 3, 4, 1, 0));
		step(new AppendEntries(N2, 2, 10, 1, 5_000, 1, 0, EntryBatch.EMPTY));
		assertThat(this.news.commitIndex()).isEqualTo(4);
	}

	@Test
	void aLeaderLeadsSinceItWasFirstHeardInItsTerm() {
		step(new Heartbeat(N2, 2, 0, 1, 0));
		assertThat(this.news.sinceMillis()).isEqualTo(1_000);
		this.wallMillis = 2_000;
		step(new Heartbeat(N2, 2, 0, 2, 0));
		assertThat(this.news.sinceMillis()).isEqualTo(1_000);
		step(new Heartbeat(N2, 3, 0, 1, 0));
		assertThat(this.news.sinceMillis()).isEqualTo(2_000);
		this.wallMillis = 3_000;
		step(new Heartbeat(N3, 4, 0, 1, 0));
		assertThat(this.news.sinceMillis()).isEqualTo(3_000);
	}

	private long readOf(PendingReads reads) {
		reads.add(new ReadRequest(Consistency.LINEARIZABLE, Long.MAX_VALUE, null, null));
		return reads.askLinearizable();
	}

	private void step(Message.Protocol message) {
		this.core.step(message, 1L);
		this.news.heard(message);
		this.news.note(this.nowNanos);
	}

	private final class Clock implements NodeClock {

		@Override
		public long nanoTime() {
			return 0L;
		}

		@Override
		public long currentTimeMillis() {
			return LeaderNewsTests.this.wallMillis;
		}

	}

}
