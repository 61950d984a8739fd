package io.raftboot.core.node;

import java.nio.ByteBuffer;

import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryBatchBuilder;
import io.raftboot.core.model.EntryType;
import io.raftboot.core.model.NodeId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GapsTests {

	private static final long BYTES_PER_SECOND = 1 << 20;

	private static final long SECOND = 1_000_000_000L;

	private static final NodeId PEER = NodeId.of("n2");

	private final Gaps gaps = new Gaps(new SendRate(BYTES_PER_SECOND, 0L));

	private long lastIndex;

	private long sentIndex;

	@BeforeEach
	void open() {
		write(10_000);
		this.gaps.open(PEER, 1L);
	}

	private void write(int entries) {
		for (int i = 0; i < entries; i++) {
			this.gaps.appended(entry(++this.lastIndex));
		}
	}

	private static EntryBatch entry(long index) {
		return EntryBatchBuilder.single(index, 1L, EntryType.COMMAND, ByteBuffer.allocate(1000));
	}

	/** Sends as much as may be; returns the bytes. */
	private long send(long fromNanos, long toNanos) {
		long bytes = 0L;
		for (long nowNanos = fromNanos; nowNanos < toNanos; nowNanos += SECOND / 1000) {
			while (this.sentIndex < this.lastIndex && this.gaps.waitNanos(PEER, nowNanos) == 0L) {
				EntryBatch entry = entry(++this.sentIndex);
				bytes += entry.byteSize();
				this.gaps.sent(PEER, entry);
			}
		}
		return bytes;
	}

	@Test
	void closesAtTheRateOfSnapshots() {
		assertThat(send(0L, 2 * SECOND)).isBetween(2 * BYTES_PER_SECOND - 2000, 2 * BYTES_PER_SECOND * 102 / 100);
	}

	/** Else a peer would never get to the end of a log that grows faster than that. */
	@Test
	void whatTheLogGrowsByGoesOnTop() {
		write(5000);
		assertThat(send(0L, SECOND)).isGreaterThan(5000 * 1000L + BYTES_PER_SECOND - 2000);
	}

	@Test
	void isClosedWithTheLastEntryOfTheLog() {
		send(0L, 60 * SECOND);
		assertThat(this.sentIndex).isEqualTo(this.lastIndex);
		assertThat(this.gaps.isOpen(PEER)).isFalse();
		assertThat(this.gaps.peers()).isEmpty();
	}

	@Test
	void whoHasNoGapIsNotHeldBack() {
		send(0L, 1L);
		assertThat(this.gaps.waitNanos(PEER, 0L)).isPositive();
		assertThat(this.gaps.waitNanos(NodeId.of("n3"), 0L)).isZero();
	}

	@Test
	void withoutALimitNothingWaits() {
		Gaps unlimited = new Gaps(new SendRate(0L, 0L));
		unlimited.open(PEER, 1L);
		unlimited.sent(PEER, entry(1));
		assertThat(unlimited.waitNanos(PEER, 0L)).isZero();
		assertThat(unlimited.pieceBytes(PEER, 256 << 10)).isEqualTo(256 << 10);
	}

	@Test
	void slowRatesGoInSmallPieces() {
		assertThat(this.gaps.pieceBytes(PEER, 256 << 10)).isEqualTo(16 << 10);
		assertThat(this.gaps.pieceBytes(NodeId.of("n3"), 256 << 10)).isEqualTo(256 << 10);
	}

}
