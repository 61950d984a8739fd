package io.raftboot.core.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A run of consecutive entries in one contiguous buffer: the unit for memory, disk and
 * wire, encoded once on the leader and passed on verbatim (see {@link EntryLayout}).
 * Immutable: nobody writes into the buffer once the batch is made. Indexes start at 1; an
 * empty batch has count 0.
 */
public final class EntryBatch {

	/** A batch without entries. */
	public static final EntryBatch EMPTY = new EntryBatch(ByteBuffer.allocate(0).order(ByteOrder.LITTLE_ENDIAN), 1L, 0,
			0L, 0L, false);

	private final ByteBuffer buffer;

	private final long firstIndex;

	private final int count;

	private final long firstTerm;

	private final long lastTerm;

	private final boolean hasConfiguration;

	EntryBatch(ByteBuffer buffer, long firstIndex, int count, long firstTerm, long lastTerm, boolean hasConfiguration) {
		this.buffer = buffer;
		this.firstIndex = firstIndex;
		this.count = count;
		this.firstTerm = firstTerm;
		this.lastTerm = lastTerm;
		this.hasConfiguration = hasConfiguration;
	}

	/**
	 * Takes over entries that came from wire or disk, after checking every length,
	 * checksum, type and the order of terms.
	 * @param entries the bytes, position to limit; owned by the batch from here on
	 * @param firstIndex index of the first entry
	 * @param count how many entries the bytes hold
	 * @throws DamagedEntryException if anything about them is wrong
	 */
	public static EntryBatch verified(ByteBuffer entries, long firstIndex, int count) {
		if (count == 0 && !entries.hasRemaining()) {
			return EMPTY;
		}
		return new EntryVerifier(entries.slice().order(ByteOrder.LITTLE_ENDIAN), firstIndex).verify(count);
	}

	/** One batch out of several that follow each other. Copies unless there is one. */
	public static EntryBatch concat(List<EntryBatch> batches) {
		if (batches.size() == 1) {
			return batches.get(0);
		}
		int bytes = 0;
		int count = 0;
		boolean configuration = false;
		for (EntryBatch batch : batches) {
			bytes += batch.byteSize();
			count += batch.count;
			configuration |= batch.hasConfiguration;
		}
		ByteBuffer all = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
		for (EntryBatch batch : batches) {
			batch.copyTo(all);
		}
		EntryBatch first = batches.get(0);
		return new EntryBatch(all.flip(), first.firstIndex, count, first.firstTerm,
				batches.get(batches.size() - 1).lastTerm, configuration);
	}

	public boolean isEmpty() {
		return this.count == 0;
	}

	public long firstIndex() {
		return this.firstIndex;
	}

	/** Index of the last entry; {@code firstIndex - 1} when empty. */
	public long lastIndex() {
		return this.firstIndex + this.count - 1;
	}

	public int count() {
		return this.count;
	}

	public long firstTerm() {
		return this.firstTerm;
	}

	public long lastTerm() {
		return this.lastTerm;
	}

	/** Whether one of the entries is a {@link EntryType#CONFIGURATION}. */
	public boolean hasConfiguration() {
		return this.hasConfiguration;
	}

	/** Bytes of all entries with their headers and padding. */
	public int byteSize() {
		return this.buffer.limit();
	}

	/** A read-only view of the bytes, little-endian, position 0. */
	public ByteBuffer bytes() {
		return this.buffer.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
	}

	/** Copies all bytes to where the target stands. */
	public void copyTo(ByteBuffer target) {
		target.put(target.position(), this.buffer, 0, this.buffer.limit());
		target.position(target.position() + this.buffer.limit());
	}

	/**
	 * The same entries in other memory.
	 * @param target little-endian, of exactly {@link #byteSize()}; the batch's from here
	 * on
	 */
	public EntryBatch copyInto(ByteBuffer target) {
		copyTo(target);
		return new EntryBatch(target.flip(), this.firstIndex, this.count, this.firstTerm, this.lastTerm,
				this.hasConfiguration);
	}

	/** The entries from this index on, sharing the bytes. */
	public EntryBatch from(long index) {
		return range(index, lastIndex());
	}

	/** The entries up to this index, sharing the bytes. */
	public EntryBatch upTo(long index) {
		return range(this.firstIndex, index);
	}

	/** The entries of this range, which must lie inside, sharing the bytes. */
	public EntryBatch range(long first, long last) {
		if (first == this.firstIndex && last == lastIndex()) {
			return this;
		}
		if (first > last) {
			return EMPTY;
		}
		if (first < this.firstIndex || last > lastIndex()) {
			throw new IndexOutOfBoundsException(
					"Entries " + first + ".." + last + " of a batch " + this.firstIndex + ".." + lastIndex());
		}
		EntryCursor cursor = cursor();
		cursor.seek(first);
		int start = cursor.offset();
		long firstTerm = cursor.term();
		boolean configuration = cursor.typeCode() == EntryType.CONFIGURATION.code();
		while (cursor.index() < last) {
			cursor.next();
			configuration |= cursor.typeCode() == EntryType.CONFIGURATION.code();
		}
		ByteBuffer slice = this.buffer.slice(start, cursor.endOffset() - start).order(ByteOrder.LITTLE_ENDIAN);
		return new EntryBatch(slice, first, (int) (last - first + 1), firstTerm, cursor.term(), configuration);
	}

	/** A new cursor in front of the first entry. */
	public EntryCursor cursor() {
		return new EntryCursor().reset(this);
	}

	ByteBuffer buffer() {
		return this.buffer;
	}

	@Override
	public String toString() {
		return isEmpty() ? "no entries" : this.firstIndex + ".." + lastIndex() + " (terms " + this.firstTerm + ".."
				+ this.lastTerm + ", " + byteSize() + " bytes)";
	}

	/** Walks bytes that nobody has vouched for. */
	private static final class EntryVerifier {

		private final ByteBuffer buffer;

		private final long firstIndex;

		private final EntryChecksum checksum = new EntryChecksum();

		EntryVerifier(ByteBuffer buffer, long firstIndex) {
			this.buffer = buffer;
			this.firstIndex = firstIndex;
		}

		EntryBatch verify(int count) {
			if (count <= 0 || this.firstIndex < 1) {
				throw new DamagedEntryException(this.firstIndex, 0,
						"count " + count + ", first index " + this.firstIndex);
			}
			int offset = 0;
			long term = 0;
			boolean configuration = false;
			for (int i = 0; i < count; i++) {
				long index = this.firstIndex + i;
				int bytes = checkedBytes(index, offset);
				long entryTerm = EntryLayout.term(this.buffer, offset);
				if (entryTerm < Math.max(term, 1)) {
					throw new DamagedEntryException(index, offset, "term " + entryTerm + " after term " + term);
				}
				term = entryTerm;
				configuration |= EntryLayout.type(this.buffer, offset) == EntryType.CONFIGURATION.code();
				offset += bytes;
			}
			if (offset != this.buffer.limit()) {
				throw new DamagedEntryException(this.firstIndex + count - 1, offset,
						(this.buffer.limit() - offset) + " bytes behind the last entry");
			}
			return new EntryBatch(this.buffer, this.firstIndex, count, EntryLayout.term(this.buffer, 0), term,
					configuration);
		}

		private int checkedBytes(long index, int offset) {
			int remaining = this.buffer.limit() - offset;
			if (remaining < EntryLayout.HEADER_BYTES) {
				throw new DamagedEntryException(index, offset, "only " + remaining + " bytes left");
			}
			int payloadBytes = EntryLayout.payloadBytes(this.buffer, offset);
			if (payloadBytes < 0 || payloadBytes > remaining - EntryLayout.HEADER_BYTES
					|| EntryLayout.entryBytes(payloadBytes) > remaining) {
				throw new DamagedEntryException(index, offset,
						"payload of " + payloadBytes + " bytes with " + remaining + " bytes left");
			}
			if (!EntryLayout.intact(this.buffer, offset, index, payloadBytes, this.checksum)) {
				throw new DamagedEntryException(index, offset, "checksum differs");
			}
			if (!EntryLayout.paddingIsZero(this.buffer, offset, payloadBytes)) {
				throw new DamagedEntryException(index, offset, "padding is not zero");
			}
			if (!EntryType.isKnown(EntryLayout.type(this.buffer, offset))) {
				throw new DamagedEntryException(index, offset, "unknown entry type "
						+ EntryLayout.type(this.buffer, offset) + " (written by a newer version?)");
			}
			return EntryLayout.entryBytes(payloadBytes);
		}

	}

}
