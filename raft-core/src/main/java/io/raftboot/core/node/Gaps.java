package io.raftboot.core.node;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Peers that have just got a snapshot and lack what was written since. They get that as
 * fast as snapshots travel, and what the log grows by on top: the gap closes at that rate
 * whatever is written meanwhile, and not in one burst that holds up the writes of
 * everybody. Loop thread only.
 */
final class Gaps {

	private static final long WAIT_NANOS_MIN = 1_000_000L;

	private final SendRate rate;

	private final Map<NodeId, Gap> gaps = new HashMap<>();

	private long lastIndex;

	Gaps(SendRate rate) {
		this.rate = rate;
	}

	/** This peer has a snapshot, sent in this term. */
	void open(NodeId peer, long term) {
		this.gaps.put(peer, new Gap(term));
	}

	void close(NodeId peer) {
		this.gaps.remove(peer);
	}

	boolean isOpen(NodeId peer) {
		return !this.gaps.isEmpty() && this.gaps.containsKey(peer);
	}

	List<NodeId> peers() {
		return this.gaps.isEmpty() ? List.of() : List.copyOf(this.gaps.keySet());
	}

	/** The term in which the gap of this peer was opened, 0 if it has none. */
	long term(NodeId peer) {
		Gap gap = this.gaps.get(peer);
		return (gap != null) ? gap.term : 0L;
	}

	/** The log has grown. */
	void appended(EntryBatch batch) {
		this.lastIndex = batch.lastIndex();
		if (!this.gaps.isEmpty()) {
			for (Gap gap : this.gaps.values()) {
				gap.grownBytes += batch.byteSize();
			}
		}
	}

	/** How much goes to this peer at once. */
	int pieceBytes(NodeId peer, int bytesMax) {
		return isOpen(peer) ? this.rate.pieceBytes(bytesMax) : bytesMax;
	}

	/** How long nothing may be sent to this peer, 0 if something may be now. */
	long waitNanos(NodeId peer, long nowNanos) {
		Gap gap = gap(peer);
		if (gap == null || gap.grownBytes > 0L) {
			return 0L;
		}
		long waitNanos = this.rate.waitNanos(nowNanos);
		return (waitNanos > 0L) ? Math.max(waitNanos, WAIT_NANOS_MIN) : 0L;
	}

	/** These entries were sent; with the last one of the log the gap is closed. */
	void sent(NodeId peer, EntryBatch entries) {
		Gap gap = gap(peer);
		if (gap == null) {
			return;
		}
		long grownBytes = Math.min(gap.grownBytes, entries.byteSize());
		gap.grownBytes -= grownBytes;
		this.rate.sent((int) (entries.byteSize() - grownBytes));
		if (entries.lastIndex() >= this.lastIndex) {
			close(peer);
		}
	}

	private @Nullable Gap gap(NodeId peer) {
		return this.gaps.isEmpty() ? null : this.gaps.get(peer);
	}

	/** One of them. */
	private static final class Gap {

		final long term;

		/** What the log has grown by and the peer was not sent in return. */
		long grownBytes;

		Gap(long term) {
			this.term = term;
		}

	}

}
