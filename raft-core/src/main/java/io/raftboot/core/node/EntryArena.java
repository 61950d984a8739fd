package io.raftboot.core.node;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;

import io.raftboot.core.model.EntryBatch;
import org.jspecify.annotations.Nullable;

/**
 * Memory for the entries of a node, used again and again, so that they cost the garbage
 * collector nothing however long the cache keeps them. Taken in the order in which the
 * cache takes the batches, and given back in that order: a batch that the cache has let
 * go when it was durable is read by nobody but the applier, and not by it once it has
 * applied all of the batch. As few slabs as possible are used in turn, so that they stay
 * in the caches of the processors. What no slab has room for comes from the heap. Loop
 * thread only.
 * <p>
 * With assertions on, memory that was given back is overwritten, so that whoever still
 * reads it is found out by the checksums.
 */
final class EntryArena {

	/** The smaller, the less memory is used in turn; a leader's batches fit. */
	static final int SMALL_BYTES_MAX = 256 << 10;

	/** Just below a power of two, for collectors that put large arrays into regions. */
	private static final int LARGE_BYTES_MAX = (1 << 20) - 1024;

	/** In turn also where there is little memory. */
	private static final int SMALL_SLABS_MIN = 4;

	private static final int SMALL_RESTING_MAX = 3;

	private static final int LARGE_RESTING_MAX = 1;

	private final long bytesMax;

	private final int smallBytes;

	private final int largeBytes;

	private final FreeSlabs freeSmall = new FreeSlabs(SMALL_RESTING_MAX);

	private final FreeSlabs freeLarge = new FreeSlabs(LARGE_RESTING_MAX);

	/** Of all slabs there are, made when they are first needed. */
	private long bytes;

	/** In the order they were filled; something of each is still in use. */
	private final ArrayDeque<Slab> filled = new ArrayDeque<>();

	private @Nullable Slab current;

	/** How many bytes were taken, growing. */
	private long head;

	/** How many of them were given back. */
	private long tail;

	/** Out of the cache, but perhaps not of the applier. */
	private final ArrayDeque<CachedBatch> retired = new ArrayDeque<>();

	EntryArena(long bytesMax) {
		this.bytesMax = bytesMax;
		this.smallBytes = (int) Math.min(bytesMax / SMALL_SLABS_MIN, SMALL_BYTES_MAX);
		this.largeBytes = (int) Math.min(bytesMax, LARGE_BYTES_MAX);
	}

	/** Little-endian memory of exactly this size, with anything in it. */
	ByteBuffer take(int bytes) {
		Slab slab = (this.current != null && this.current.room() >= bytes) ? this.current : next(bytes);
		if (slab == null) {
			return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
		}
		this.head += bytes;
		return slab.take(bytes);
	}

	/** A copy of entries whose memory is somebody else's. */
	EntryBatch copy(EntryBatch entries) {
		return entries.isEmpty() ? entries : entries.copyInto(take(entries.byteSize()));
	}

	/** Where the memory of the batch taken last ends; with the batch until it retires. */
	long position() {
		return this.head;
	}

	/** How much memory there is, in use or not. */
	long bytes() {
		return this.bytes;
	}

	/** The cache has let go of this batch, which is durable. */
	void retire(CachedBatch batch) {
		this.retired.add(batch);
	}

	/** Takes back what the applier has applied. */
	void reclaim(long appliedIndex) {
		CachedBatch first = this.retired.peek();
		while (first != null && first.batch().lastIndex() <= appliedIndex) {
			this.retired.remove();
			giveBackUpTo(Math.max(this.tail, first.memoryEnd()));
			first = this.retired.peek();
		}
	}

	private void giveBackUpTo(long position) {
		assert overwrite(this.tail, position);
		this.tail = position;
		while (!this.filled.isEmpty() && this.filled.peek().end() <= position) {
			free(this.filled.remove());
		}
		if (this.current != null && position == this.head) {
			this.current.reset(this.head);
		}
	}

	/** A slab with room for so many bytes takes the place of the current one. */
	private @Nullable Slab next(int bytes) {
		Slab slab = (bytes <= this.smallBytes) ? small() : (bytes <= this.largeBytes) ? large() : null;
		if (slab != null) {
			if (this.current != null) {
				this.filled.add(this.current);
			}
			slab.reset(this.head);
			this.current = slab;
		}
		return slab;
	}

	private @Nullable Slab small() {
		Slab slab = freeOrNew(this.freeSmall, this.smallBytes);
		return (slab != null) ? slab : this.freeLarge.poll();
	}

	/** Small ones that nobody uses make room for it. */
	private @Nullable Slab large() {
		Slab slab = freeOrNew(this.freeLarge, this.largeBytes);
		while (slab == null && giveUpSmall()) {
			slab = make(this.largeBytes);
		}
		return slab;
	}

	private @Nullable Slab freeOrNew(FreeSlabs free, int bytes) {
		Slab slab = free.pollRested();
		if (slab == null) {
			slab = make(bytes);
		}
		return (slab != null) ? slab : free.poll();
	}

	private boolean giveUpSmall() {
		Slab slab = this.freeSmall.poll();
		if (slab == null) {
			return false;
		}
		this.bytes -= slab.bytes();
		return true;
	}

	private @Nullable Slab make(int bytes) {
		if (this.bytes + bytes > this.bytesMax) {
			return null;
		}
		this.bytes += bytes;
		return new Slab(bytes);
	}

	private void free(Slab slab) {
		((slab.bytes() == this.smallBytes) ? this.freeSmall : this.freeLarge).add(slab);
	}

	private boolean overwrite(long from, long to) {
		this.filled.forEach((slab) -> slab.overwrite(from, to));
		if (this.current != null) {
			this.current.overwrite(from, to);
		}
		return true;
	}

}
