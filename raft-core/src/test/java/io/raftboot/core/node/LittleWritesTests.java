package io.raftboot.core.node;

import java.nio.ByteBuffer;

import io.raftboot.core.model.EntryBatchBuilder;
import io.raftboot.core.model.EntryType;
import io.raftboot.core.model.HardState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LittleWritesTests {

	private static final long START_NANOS = Long.MAX_VALUE - 1_000_000L;

	/** No read is expected any more. */
	private static final long LATER_NANOS = START_NANOS + 2_000_001L;

	private final LittleWrites writes = new LittleWrites(START_NANOS);

	private long index;

	@Test
	void nothingIsOfferedToBeginWith() {
		assertThat(this.writes.isAnyOffered()).isFalse();
	}

	@Test
	void fewEntriesAreLittle() {
		offer(1, 0);
		offer(31, 1000);
		assertThat(this.writes.isAnyOffered()).isTrue();
		assertThat(leaderMayWrite()).isTrue();
		assertThat(this.writes.isAnyOffered()).isFalse();
	}

	@Test
	void moreEntriesAreNotForALeader() {
		offer(1, 0);
		offer(32, 0);
		assertThat(leaderMayWrite()).isFalse();
	}

	@Test
	void largeEntriesAreNotForALeader() {
		offer(1, 128 << 10);
		assertThat(leaderMayWrite()).isFalse();
	}

	@Test
	void isManyBeyondWhatALeaderWrites() {
		offer(32, 0);
		assertThat(this.writes.isMany()).isFalse();
		offer(1, 0);
		assertThat(this.writes.isMany()).isTrue();
		mayWrite();
		assertThat(this.writes.isMany()).isFalse();
	}

	@Test
	void readsAreExpectedForAWhile() {
		this.writes.read(LATER_NANOS);
		assertThat(this.writes.isReading(LATER_NANOS + 2_000_000L)).isTrue();
		assertThat(this.writes.isReading(LATER_NANOS + 2_000_001L)).isFalse();
	}

	/** Its leader waits for the disk, and nobody for anything else. */
	@Test
	void manyEntriesAreLittleForAFollower() {
		offer(1023, 0);
		offer(1, 128 << 10);
		assertThat(mayWrite()).isTrue();
		assertThat(this.writes.isAnyOffered()).isFalse();
	}

	@Test
	void whatTakesADiskLongIsLeftToTheWriter() {
		offer(2, 128 << 10);
		assertThat(mayWrite()).isFalse();
		offer(2, 128 << 10);
		assertThat(leaderMayWrite()).isFalse();
	}

	@Test
	void termAndVoteAreNot() {
		offer(1, 0);
		this.writes.offered(WriteItem.persist(7, new HardState(7, null)));
		offer(1, 0);
		assertThat(mayWrite()).isFalse();
		this.writes.offered(WriteItem.persist(8, new HardState(8, null)));
		assertThat(leaderMayWrite()).isFalse();
	}

	@Test
	void whatWasDecidedCountsNoMore() {
		offer(33, 128 << 10);
		this.writes.offered(WriteItem.persist(7, new HardState(7, null)));
		assertThat(leaderMayWrite()).isFalse();
		offer(32, 0);
		assertThat(leaderMayWrite()).isTrue();
	}

	/** With 1,024 outstanding some turns offer little, and the loop has much to do. */
	@Test
	void littleIsLeftToTheWriterWhileManyEntriesAreOnTheirWay() {
		offer(1, 0);
		assertThat(this.writes.takeLeaderForceNanosMax(33L, LATER_NANOS)).isZero();
		offer(1, 0);
		assertThat(this.writes.takeLeaderForceNanosMax(32L, LATER_NANOS)).isPositive();
	}

	/** They would have to wait behind the disk. */
	@Test
	void littleIsLeftToTheWriterWhileReadsCome() {
		this.writes.read(LATER_NANOS);
		offer(1, 0);
		assertThat(this.writes.takeForceNanosMax(LATER_NANOS + 2_000_000L)).isZero();
		assertThat(this.writes.takeLeaderForceNanosMax(1L, LATER_NANOS + 2_000_000L)).isZero();
		offer(1, 0);
		assertThat(this.writes.takeForceNanosMax(LATER_NANOS + 2_000_001L)).isPositive();
		assertThat(this.writes.takeLeaderForceNanosMax(1L, LATER_NANOS + 2_000_001L)).isPositive();
	}

	/** It has the answers of the others to hear meanwhile. */
	@Test
	void aLeaderWaitsForAQuickDiskOnly() {
		offer(1, 0);
		assertThat(this.writes.takeLeaderForceNanosMax(1L, LATER_NANOS)).isEqualTo(500_000L);
		offer(1, 0);
		assertThat(this.writes.takeForceNanosMax(LATER_NANOS)).isEqualTo(2_000_000L);
	}

	@Test
	void aLoopThatHasJustStartedExpectsReads() {
		offer(1, 0);
		assertThat(this.writes.takeForceNanosMax(START_NANOS)).isZero();
	}

	private boolean leaderMayWrite() {
		return this.writes.takeLeaderForceNanosMax(1L, LATER_NANOS) > 0L;
	}

	private boolean mayWrite() {
		return this.writes.takeForceNanosMax(LATER_NANOS) > 0L;
	}

	private void offer(int entries, int bytes) {
		EntryBatchBuilder batch = new EntryBatchBuilder(this.index + 1, 1, (64 + bytes) * entries);
		for (int i = 0; i < entries; i++) {
			batch.add(EntryType.COMMAND, ByteBuffer.allocate(bytes));
		}
		this.index += entries;
		this.writes.offered(WriteItem.append(this.index, batch.build()));
	}

}
