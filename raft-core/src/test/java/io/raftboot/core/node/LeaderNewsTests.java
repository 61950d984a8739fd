package io.raftboot.core.node;

import java.nio.ByteBuffer;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryBatchBuilder;
import io.raftboot.core.model.EntryLayout;
import io.raftboot.core.model.EntryType;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.protocol.RaftCore;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a follower that comes back hears of leaders. It has 10 entries of term 1. */
class LeaderNewsTests {

	private static final NodeId N2 = NodeId.of("n2");

	private static final NodeId N3 = NodeId.of("n3");

	private final RaftCore core = QuietCore.withThreeMembers(new ClusterId(1, 2), 10);

	private final LeaderNews news = new LeaderNews(this.core, new Clock());

	private long wallMillis = 1_000;

	@Test
	void nothingIsKnownBeforeALeaderSpoke() {
		this.news.note();
		assertThat(this.news.catchUpIndex()).isZero();
		assertThat(this.news.commitIndex()).isZero();
		assertThat(this.news.sinceMillis()).isZero();
	}

	@Test
	void whatIsCaughtUpWithIsTheLeadersCommitIndexHoweverFarBehindTheLogIs() {
		append(2, 10, 1, 5_000, 100);
		assertThat(this.news.catchUpIndex()).isZero();
		append(2, 110, 2, 5_007, 100);
		assertThat(this.core.commitIndex()).isEqualTo(210);
		assertThat(this.news.catchUpIndex()).isEqualTo(5_007);
		append(2, 210, 2, 9_000, 100);
		assertThat(this.news.catchUpIndex()).isEqualTo(5_007);
		assertThat(this.news.commitIndex()).isEqualTo(9_000);
	}

	/**
	 * Raft §8, §5.4.2: a leader that just won may not know what is committed; it does
	 * once it has committed an entry of its term.
	 */
	@Test
	void aLeaderIsBelievedOnceItHasCommittedAnEntryOfItsTerm() {
		append(2, 10, 1, 3, 0);
		assertThat(this.news.catchUpIndex()).isZero();
		append(2, 10, 1, 3, 4);
		assertThat(this.news.catchUpIndex()).isZero();
		append(2, 14, 2, 14, 0);
		assertThat(this.news.catchUpIndex()).isEqualTo(14);
	}

	@Test
	void anIdleLeaderIsBelievedWhenTheLogReachesWhatItSaid() {
		append(2, 10, 1, 40, 20);
		assertThat(this.news.catchUpIndex()).isZero();
		append(2, 30, 2, 40, 10);
		assertThat(this.news.catchUpIndex()).isEqualTo(40);
	}

	@Test
	void whatGrewAcrossTwoLeadersProvesNothing() {
		append(2, 10, 1, 3, 0);
		step(new AppendEntries(N3, 3, 10, 1, 5, 1, 0, EntryBatch.EMPTY));
		assertThat(this.news.catchUpIndex()).isZero();
	}

	/** They stop at what the leader knows the node to have. */
	@Test
	void heartbeatsSayNothingOfIt() {
		step(new Heartbeat(N2, 2, 3, 1, 0));
		step(new Heartbeat(N2, 2, 4, 2, 0));
		assertThat(this.news.commitIndex()).isZero();
		assertThat(this.news.catchUpIndex()).isZero();
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

	private void append(long term, long previousIndex, long previousTerm, long commitIndex, int count) {
		EntryBatchBuilder entries = new EntryBatchBuilder(previousIndex + 1, term,
				Math.max(1, count * EntryLayout.entryBytes(0)));
		for (int i = 0; i < count; i++) {
			entries.add(EntryType.NO_OP, ByteBuffer.allocate(0));
		}
		step(new AppendEntries(N2, term, previousIndex, previousTerm, commitIndex, 1, 0, entries.build()));
	}

	private void step(Message.Protocol message) {
		this.core.step(message, 1L);
		this.news.heard(message);
		this.news.note();
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
