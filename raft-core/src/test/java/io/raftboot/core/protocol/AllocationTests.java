package io.raftboot.core.protocol;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import com.sun.management.ThreadMXBean;
import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.AppendResponse;
import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.HardState;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.SnapshotMeta;
import io.raftboot.core.model.PreVoteResponse;
import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.model.Role;
import io.raftboot.core.model.VoteResponse;
import org.junit.jupiter.api.Test;

import static io.raftboot.core.protocol.Entries.id;
import static org.assertj.core.api.Assertions.assertThat;

/** The hot path allocates a message per batch and peer, and nothing per entry. */
class AllocationTests {

	private static final int ROUNDS = 400;

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final Silence output = new Silence();

	@Test
	void aProposalAndItsAcknowledgementsAllocateTheSameForOneEntryAndForMany() {
		long one = leaderBytesPerBatch(1);
		long many = leaderBytesPerBatch(500);
		assertThat(one).isLessThan(400);
		assertThat(many).isLessThan(one + 64);
	}

	@Test
	void anAppendAllocatesTheSameForOneEntryAndForMany() {
		long one = followerBytesPerBatch(1);
		long many = followerBytesPerBatch(500);
		assertThat(one).isLessThan(200);
		assertThat(many).isLessThan(one + 64);
	}

	private long leaderBytesPerBatch(int count) {
		RaftCore core = core();
		core.tick(core.nextDeadlineNanos());
		long now = core.nextDeadlineNanos();
		core.step(new PreVoteResponse(id("b"), 1, 2, true), now);
		core.onPersisted(this.output.lastWrite, now);
		core.step(new VoteResponse(id("b"), 2, true, 0), now);
		assertThat(core.role()).isEqualTo(Role.LEADER);
		EntryBatch[] batches = batches(core.lastIndex() + 1, core.term(), count);
		AppendResponse[] answers = new AppendResponse[2 * batches.length];
		for (int i = 0; i < batches.length; i++) {
			answers[2 * i] = new AppendResponse(id("b"), 2, true, batches[i].lastIndex(), 0, 0, 1);
			answers[2 * i + 1] = new AppendResponse(id("c"), 2, true, batches[i].lastIndex(), 0, 0, 1);
		}
		return measure(i -> {
			core.propose(batches[i], now);
			core.onPersisted(this.output.lastWrite, now);
			core.step(answers[2 * i], now);
			core.step(answers[2 * i + 1], now);
		});
	}

	private long followerBytesPerBatch(int count) {
		RaftCore core = core();
		EntryBatch[] batches = batches(2, 1, count);
		AppendEntries[] messages = new AppendEntries[batches.length];
		for (int i = 0; i < batches.length; i++) {
			long previous = batches[i].firstIndex() - 1;
			messages[i] = new AppendEntries(id("b"), 1, previous, 1, previous, 1, 500, batches[i]);
		}
		return measure(i -> {
			core.step(messages[i], i);
			core.onPersisted(this.output.lastWrite, i);
		});
	}

	private RaftCore core() {
		TermIndex log = new TermIndex();
		log.append(1, 1);
		return new RaftCore(RaftSettings.ofMillis(500, 100), new InitialState(id("a"), 1, new HardState(1, null), log,
				List.of(new IndexedConfiguration(1, Entries.voters("a", "b", "c"))), Entries.peers("a", "b", "c")),
				Entries.SIZES, new SplittableRandom(1), this.output, 0);
	}

	private static EntryBatch[] batches(long firstIndex, long term, int count) {
		long[] terms = new long[count];
		Arrays.fill(terms, term);
		EntryBatch[] batches = new EntryBatch[ROUNDS];
		for (int i = 0; i < ROUNDS; i++) {
			batches[i] = Entries.of(firstIndex + (long) i * count, terms);
		}
		return batches;
	}

	private interface Round {

		void run(int i);

	}

	/** Bytes per round, once everything is warm. */
	private long measure(Round round) {
		for (int i = 0; i < ROUNDS / 2; i++) {
			round.run(i);
		}
		long before = this.threads.getCurrentThreadAllocatedBytes();
		for (int i = ROUNDS / 2; i < ROUNDS; i++) {
			round.run(i);
		}
		return (this.threads.getCurrentThreadAllocatedBytes() - before) / (ROUNDS / 2);
	}

	/** Takes everything and does nothing. */
	private static final class Silence implements Output {

		private long lastWrite;

		@Override
		public void append(long writeNumber, EntryBatch batch) {
			this.lastWrite = writeNumber;
		}

		@Override
		public void truncateFrom(long index) {
		}

		@Override
		public void persist(long writeNumber, HardState state) {
			this.lastWrite = writeNumber;
		}

		@Override
		public void send(NodeId to, Message.Protocol message) {
		}

		@Override
		public void sendEntries(NodeId to, AppendEntries header, long lastIndex) {
		}

		@Override
		public void sendAfterPersist(NodeId to, Message.Protocol message) {
		}

		@Override
		public void sendSnapshot(NodeId to) {
		}

		@Override
		public void installSnapshot(long writeNumber, SnapshotMeta snapshot) {
		}

		@Override
		public void commit(long index) {
		}

		@Override
		public void readReady(long readId, long index) {
		}

		@Override
		public void readFailed(long readId) {
		}

		@Override
		public void configuration(long index, ConfigurationEntry configuration) {
		}

		@Override
		public void event(RaftEvent event) {
		}

	}

}
