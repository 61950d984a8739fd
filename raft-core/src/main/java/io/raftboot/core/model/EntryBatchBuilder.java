package io.raftboot.core.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Encodes entries of one term into a new batch. The caller says beforehand how many bytes
 * they take ({@link EntryLayout#entryBytes}), so that each payload is copied exactly
 * once.
 */
public final class EntryBatchBuilder {

	private final ByteBuffer buffer;

	private final long firstIndex;

	private final long term;

	private final EntryChecksum checksum = new EntryChecksum();

	private int count;

	private int start;

	private boolean hasConfiguration;

	public EntryBatchBuilder(long firstIndex, long term, int bytes) {
		this(firstIndex, term, ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN));
	}

	/**
	 * Encodes into this memory.
	 * @param memory little-endian, of exactly the bytes the entries take, whatever is in
	 * it; the batch's from here on
	 */
	public EntryBatchBuilder(long firstIndex, long term, ByteBuffer memory) {
		this.buffer = memory;
		this.firstIndex = firstIndex;
		this.term = term;
	}

	/** A batch of one entry. */
	public static EntryBatch single(long index, long term, EntryType type, ByteBuffer payload) {
		EntryBatchBuilder builder = new EntryBatchBuilder(index, term, EntryLayout.entryBytes(payload.remaining()));
		builder.add(type, payload);
		return builder.build();
	}

	/** Appends an entry, reading the payload from position to limit without moving it. */
	public void add(EntryType type, ByteBuffer payload) {
		ByteBuffer target = beginPayload();
		target.put(target.position(), payload, payload.position(), payload.remaining());
		target.position(target.position() + payload.remaining());
		endPayload(type);
	}

	/**
	 * The buffer, standing where the next payload goes: put the payload, then call
	 * {@link #endPayload}.
	 */
	public ByteBuffer beginPayload() {
		this.start = this.buffer.position();
		return this.buffer.position(this.start + EntryLayout.HEADER_BYTES);
	}

	/**
	 * Ends the entry whose payload reaches from where it began to the buffer's position.
	 */
	public void endPayload(EntryType type) {
		int payloadBytes = this.buffer.position() - this.start - EntryLayout.HEADER_BYTES;
		EntryLayout.seal(this.buffer, this.start, this.firstIndex + this.count, this.term, type, payloadBytes,
				this.checksum);
		this.buffer.position(this.start + EntryLayout.entryBytes(payloadBytes));
		this.count++;
		this.hasConfiguration |= type == EntryType.CONFIGURATION;
	}

	/** The batch; the builder must not be used any more. */
	public EntryBatch build() {
		if (this.count == 0) {
			return EntryBatch.EMPTY;
		}
		this.buffer.flip();
		return new EntryBatch(this.buffer.slice().order(ByteOrder.LITTLE_ENDIAN), this.firstIndex, this.count,
				this.term, this.term, this.hasConfiguration);
	}

}
