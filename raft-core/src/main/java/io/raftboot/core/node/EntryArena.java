package io.raftboot.core.node;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Arrays;

import io.raftboot.core.model.EntryBatch;

/**
 * Memory for the entries of a node, used again and again in a ring, so that they cost the
 * garbage collector nothing however long the cache keeps them. Taken in the order in
 * which the cache takes the batches, and given back in that order: a batch that the cache
 * has let go when it was durable is read by nobody but the applier, and not by it once it
 * has applied all of the batch. What the ring has no room for comes from the heap. Loop
 * thread only.
 * <p>
 * With assertions on, memory that was given back is overwritten, so that whoever still
 * reads it is found out by the checksums.
 */
final class EntryArena {

	/** Just below a power of two, for collectors that put large arrays into regions. */
	private static final int SLAB_BYTES_MAX = (1 << 20) - 1024;

	private final int slabBytes;

	/** Made when they are first needed. */
	private final byte[][] slabs;

	/** Behind what was taken last, growing; its place is the remainder. */
	private long head;

	/** Before this everything was given back. */
	private long tail;

	/** Out of the cache, but perhaps not of the applier. */
	private final ArrayDeque<CachedBatch> retired = new ArrayDeque<>();

	EntryArena(long bytes) {
		this.slabBytes = (int) Math.min(bytes, SLAB_BYTES_MAX);
		this.slabs = new byte[(this.slabBytes == 0) ? 0 : (int) (bytes / this.slabBytes)][];
	}

	/** Little-endian memory of exactly this size, with anything in it. */
	ByteBuffer take(int bytes) {
		long start = this.head;
		int left = (this.slabBytes == 0) ? 0 : this.slabBytes - (int) (start % this.slabBytes);
		if (bytes > left) {
			start += left; // what is left of this slab stays empty
		}
		if (this.slabs.length == 0 || bytes > this.slabBytes
				|| start + bytes - this.tail > (long) this.slabBytes * this.slabs.length) {
			return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
		}
		this.head = start + bytes;
		return ByteBuffer.wrap(slab(start), (int) (start % this.slabBytes), bytes)
			.slice()
			.order(ByteOrder.LITTLE_ENDIAN);
	}

	/** A copy of entries whose memory is somebody else's. */
	EntryBatch copy(EntryBatch entries) {
		return entries.isEmpty() ? entries : entries.copyInto(take(entries.byteSize()));
	}

	/** Where the memory of the batch taken last ends; with the batch until it retires. */
	long position() {
		return this.head;
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
			long end = Math.max(this.tail, first.memoryEnd());
			assert overwrite(this.tail, end);
			this.tail = end;
			first = this.retired.peek();
		}
	}

	private byte[] slab(long position) {
		int slot = (int) (position / this.slabBytes % this.slabs.length);
		byte[] slab = this.slabs[slot];
		if (slab == null) {
			slab = new byte[this.slabBytes];
			this.slabs[slot] = slab;
		}
		return slab;
	}

	private boolean overwrite(long from, long to) {
		for (long at = from; at < to;) {
			int offset = (int) (at % this.slabBytes);
			int bytes = (int) Math.min(to - at, this.slabBytes - offset);
			Arrays.fill(slab(at), offset, offset + bytes, (byte) 0xA5);
			at += bytes;
		}
		return true;
	}

}
