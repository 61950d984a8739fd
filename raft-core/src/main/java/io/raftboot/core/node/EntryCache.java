package io.raftboot.core.node;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.raftboot.core.log.LogStore;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.protocol.EntrySizes;
import org.jspecify.annotations.Nullable;

/**
 * The tail of the log in memory: everything not yet durable, handed to the applier and
 * sent, peers that lag far excepted. Belongs to the loop thread. A ring of batches in
 * index order, looked up by binary search.
 */
final class EntryCache implements EntrySizes {

	private final LogStore log;

	private final EntryArena arena;

	private final long bytesMax;

	private CachedBatch[] ring = new CachedBatch[64];

	/** Position of the first batch, growing; the slot is its low bits. */
	private long head;

	private long tail;

	private long bytes;

	/**
	 * An empty one.
	 * @param arena where the memory of the batches comes from, in the order in which they
	 * are appended
	 */
	EntryCache(LogStore log, EntryArena arena, long bytesMax) {
		this.log = log;
		this.arena = arena;
		this.bytesMax = bytesMax;
	}

	/** Takes the batch for which memory was taken last. */
	void append(EntryBatch batch, Proposal @Nullable [] proposals) {
		append(new CachedBatch(batch, proposals, this.arena.position()));
	}

	private void append(CachedBatch cached) {
		if (this.tail - this.head == this.ring.length) {
			grow();
		}
		this.ring[slot(this.tail++)] = cached;
		this.bytes += cached.batch().byteSize();
	}

	/** Forgets the entries from this index on; tells who waited for one of them. */
	void truncateFrom(long index, Consumer<Proposal> overwritten) {
		while (this.tail > this.head) {
			CachedBatch last = at(this.tail - 1);
			if (last.batch().lastIndex() < index) {
				return;
			}
			last.forEachProposal(index, overwritten);
			this.ring[slot(--this.tail)] = null;
			this.bytes -= last.batch().byteSize();
			if (last.batch().firstIndex() < index) {
				append(new CachedBatch(last.batch().upTo(index - 1), last.proposals(), last.memoryEnd()));
			}
		}
	}

	/** Forgets everything; tells who waited for any of it. */
	void clear(Consumer<Proposal> replaced) {
		while (this.tail > this.head) {
			at(this.tail - 1).forEachProposal(1L, replaced);
			this.ring[slot(--this.tail)] = null;
		}
		this.bytes = 0;
	}

	/** Tells who waits for an entry from this index on. */
	void forEachProposal(long firstIndex, Consumer<Proposal> action) {
		for (long position = this.tail - 1; position >= this.head; position--) {
			CachedBatch cached = at(position);
			if (cached.batch().lastIndex() < firstIndex) {
				return;
			}
			cached.forEachProposal(firstIndex, action);
		}
	}

	/**
	 * Lets go of batches that are needed no more: memory that is soon used again is still
	 * in the processor's own cache. Over the budget also of those that peers still need,
	 * or the applier while nobody waits for them: they are read from the log then.
	 * @param sentIndex up to here they were sent to everybody who keeps up
	 */
	void evict(long durableIndex, long handedIndex, long sentIndex) {
		while (this.tail > this.head) {
			CachedBatch first = at(this.head);
			long last = first.batch().lastIndex();
			boolean isNeeded = last > handedIndex || last > sentIndex;
			if (last > durableIndex || (isNeeded && this.bytes <= this.bytesMax)
					|| (last > handedIndex && first.proposals() != null)) {
				return;
			}
			this.ring[slot(this.head++)] = null;
			this.bytes -= first.batch().byteSize();
			this.arena.retire(first);
		}
	}

	/**
	 * Index of the first entry in the cache; behind the last one of the log when it is
	 * empty.
	 */
	long firstIndex() {
		return (this.tail > this.head) ? at(this.head).batch().firstIndex() : Long.MAX_VALUE;
	}

	boolean contains(long index) {
		return this.tail > this.head && index >= at(this.head).batch().firstIndex()
				&& index <= at(this.tail - 1).batch().lastIndex();
	}

	/** The batch that holds this index, or null. */
	@Nullable CachedBatch find(long index) {
		return contains(index) ? at(position(index)) : null;
	}

	/**
	 * The entries of this range, which must be in the cache, in one batch: shared when
	 * they lie in one, copied together when not.
	 */
	EntryBatch entries(long firstIndex, long lastIndex) {
		long position = position(firstIndex);
		EntryBatch first = at(position).batch();
		if (lastIndex <= first.lastIndex()) {
			return first.range(firstIndex, lastIndex);
		}
		List<EntryBatch> parts = new ArrayList<>();
		parts.add(first.from(firstIndex));
		while (parts.get(parts.size() - 1).lastIndex() < lastIndex) {
			EntryBatch next = at(++position).batch();
			parts.add((next.lastIndex() > lastIndex) ? next.upTo(lastIndex) : next);
		}
		return EntryBatch.concat(parts);
	}

	@Override
	public long lastIndexWithin(long firstIndex, long lastIndex, int bytesMax) {
		if (!contains(firstIndex)) {
			long entries = Math.max(1L, bytesMax / averageBytes());
			return Math.min(lastIndex, firstIndex + entries - 1);
		}
		long position = position(firstIndex);
		long index = firstIndex - 1;
		long left = bytesMax;
		while (index < lastIndex && position < this.tail) {
			EntryBatch batch = at(position++).batch();
			long average = batch.byteSize() / batch.count();
			long end = Math.min(lastIndex, batch.lastIndex());
			long needed = average * (end - index);
			if (needed > left) {
				return Math.max(firstIndex, index + left / average);
			}
			left -= needed;
			index = end;
		}
		return Math.max(firstIndex, index);
	}

	@Override
	public long bytes(long firstIndex, long lastIndex) {
		if (!contains(firstIndex)) {
			return averageBytes() * (lastIndex - firstIndex + 1);
		}
		long sum = 0;
		long index = firstIndex - 1;
		for (long position = position(firstIndex); index < lastIndex && position < this.tail; position++) {
			EntryBatch batch = at(position).batch();
			long end = Math.min(lastIndex, batch.lastIndex());
			sum += (long) batch.byteSize() * (end - index) / batch.count();
			index = end;
		}
		return sum;
	}

	private long averageBytes() {
		long entries = this.log.lastIndex() - this.log.firstIndex() + 1;
		return (entries <= 0) ? 256 : Math.max(32L, this.log.bytes() / entries);
	}

	private long position(long index) {
		long low = this.head;
		long high = this.tail - 1;
		while (low < high) {
			long middle = (low + high) >>> 1;
			if (at(middle).batch().lastIndex() < index) {
				low = middle + 1;
			}
			else {
				high = middle;
			}
		}
		return low;
	}

	private CachedBatch at(long position) {
		return this.ring[slot(position)];
	}

	private int slot(long position) {
		return (int) position & (this.ring.length - 1);
	}

	private void grow() {
		CachedBatch[] larger = new CachedBatch[this.ring.length * 2];
		for (long position = this.head; position < this.tail; position++) {
			larger[(int) position & (larger.length - 1)] = at(position);
		}
		this.ring = larger;
	}

}
