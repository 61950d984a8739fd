package io.raftboot.core.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Computes checksums of entries (see {@link EntryLayout}), one after the other; for one
 * thread at a time.
 */
final class EntryChecksum {

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private final CRC32C crc = new CRC32C();

	/** Given to the checksum at once: eight single bytes took a quarter of a check. */
	private final byte[] index = new byte[Long.BYTES];

	/**
	 * Of the index, then term, type, reserved and payload as they stand in the buffer.
	 */
	int of(ByteBuffer buffer, int offset, long index, int payloadBytes) {
		LONG.set(this.index, 0, index);
		this.crc.reset();
		this.crc.update(this.index, 0, Long.BYTES);
		int start = offset + EntryLayout.TERM;
		int end = offset + EntryLayout.HEADER_BYTES + payloadBytes;
		if (buffer.hasArray()) {
			this.crc.update(buffer.array(), buffer.arrayOffset() + start, end - start);
		}
		else {
			this.crc.update(buffer.duplicate().limit(end).position(start));
		}
		return (int) this.crc.getValue();
	}

}
