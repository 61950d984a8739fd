package io.raftboot.core.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Walks the entries of a batch without an object per entry. Not for several threads.
 */
public final class EntryCursor {

	private EntryBatch batch = EntryBatch.EMPTY;

	private ByteBuffer readOnly = EntryBatch.EMPTY.bytes();

	private long index;

	private int offset;

	private int endOffset;

	/** Stands in front of the first entry of this batch. */
	public EntryCursor reset(EntryBatch batch) {
		this.batch = batch;
		this.readOnly = batch.bytes();
		this.index = batch.firstIndex() - 1;
		this.offset = 0;
		this.endOffset = 0;
		return this;
	}

	/** Steps to the next entry; false behind the last. */
	public boolean next() {
		if (this.index >= this.batch.lastIndex()) {
			return false;
		}
		this.offset = this.endOffset;
		this.endOffset = this.offset + EntryLayout.entryBytes(payloadBytes());
		this.index++;
		return true;
	}

	/** Steps forward to this entry of the batch. */
	public void seek(long index) {
		while (this.index < index) {
			if (!next()) {
				throw new IndexOutOfBoundsException("Entry " + index + " of a batch " + this.batch);
			}
		}
	}

	public long index() {
		return this.index;
	}

	public long term() {
		return EntryLayout.term(this.batch.buffer(), this.offset);
	}

	public int typeCode() {
		return EntryLayout.type(this.batch.buffer(), this.offset);
	}

	public EntryType type() {
		return EntryType.of(typeCode());
	}

	public int payloadBytes() {
		return EntryLayout.payloadBytes(this.batch.buffer(), this.offset);
	}

	/** A read-only little-endian slice of the payload; shares the batch's bytes. */
	public ByteBuffer payload() {
		return this.readOnly.clear()
			.slice(this.offset + EntryLayout.HEADER_BYTES, payloadBytes())
			.order(ByteOrder.LITTLE_ENDIAN);
	}

	/**
	 * The payload without an object of its own: a read-only little-endian buffer that
	 * stands at it and ends with it, until the next step.
	 */
	public ByteBuffer view() {
		int start = this.offset + EntryLayout.HEADER_BYTES;
		return this.readOnly.limit(start + payloadBytes()).position(start);
	}

	/** Where the entry starts in the batch. */
	int offset() {
		return this.offset;
	}

	/** Where the next entry starts in the batch. */
	int endOffset() {
		return this.endOffset;
	}

}
