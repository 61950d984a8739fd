package io.raftboot.core.node;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands in front of the bytes of a snapshot's content: {@code u32 magic | u16
 * version | u16 reserved | u32 headerBytes}, then {@code i64 timeMillis | u16
 * sessionVersion | u16 machines}, and of each {@code u8 nameBytes | name | u8 initialised
 * | i64 appliedIndex}; little-endian. Then follow, each in chunks
 * ({@link ChunkedOutput}), the table of sessions and every machine's bytes in this order.
 *
 * @param timeMillis the cluster's clock as of the last entry: stamps never run backwards
 * @param sections the machines
 */
record StateHeader(long timeMillis, List<StateSection> sections) {

	/** Version this class writes. */
	static final int VERSION = 1;

	/** Version of the table of sessions. */
	static final int SESSION_VERSION = 1;

	private static final int MAGIC = 0x43535242; // "BRSC"

	private static final int PREFIX_BYTES = 12;

	private static final int BYTES_MAX = 16 << 20;

	StateHeader {
		sections = List.copyOf(sections);
	}

	void writeTo(OutputStream target) throws IOException {
		int bytes = 12;
		for (StateSection section : this.sections) {
			bytes += 10 + utf8(section.machine()).length;
		}
		ByteBuffer buffer = ByteBuffer.allocate(PREFIX_BYTES + bytes).order(ByteOrder.LITTLE_ENDIAN);
		buffer.putInt(MAGIC).putShort((short) VERSION).putShort((short) 0).putInt(bytes);
		buffer.putLong(this.timeMillis).putShort((short) SESSION_VERSION).putShort((short) this.sections.size());
		for (StateSection section : this.sections) {
			byte[] name = utf8(section.machine());
			buffer.put((byte) name.length).put(name).put((byte) (section.initialised() ? 1 : 0));
			buffer.putLong(section.appliedIndex());
		}
		target.write(buffer.array());
	}

	/**
	 * Reads what {@link #writeTo} wrote.
	 * @throws IOException if a newer version wrote it, or it is not well-formed
	 */
	static StateHeader readFrom(InputStream source) throws IOException {
		ByteBuffer prefix = read(source, PREFIX_BYTES);
		int magic = prefix.getInt();
		int version = prefix.getShort() & 0xffff;
		prefix.getShort();
		int bytes = prefix.getInt();
		if (magic != MAGIC) {
			throw new IOException("The content of the snapshot is not that of a node's state");
		}
		if (version != VERSION) {
			throw new IOException(
					"Snapshot content of version " + version + "; this node reads version " + VERSION + ": upgrade it");
		}
		if (bytes < 12 || bytes > BYTES_MAX) {
			throw new IOException("Header of the snapshot's content has " + bytes + " bytes");
		}
		try {
			return decode(read(source, bytes));
		}
		catch (BufferUnderflowException ex) {
			throw new IOException("Header of the snapshot's content is cut short", ex);
		}
	}

	private static StateHeader decode(ByteBuffer buffer) throws IOException {
		long timeMillis = buffer.getLong();
		int sessionVersion = buffer.getShort() & 0xffff;
		if (sessionVersion != SESSION_VERSION) {
			throw new IOException("Sessions of version " + sessionVersion + " in the snapshot; this node reads version "
					+ SESSION_VERSION + ": upgrade it");
		}
		int count = buffer.getShort() & 0xffff;
		List<StateSection> sections = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			byte[] name = new byte[buffer.get() & 0xff];
			buffer.get(name);
			boolean initialised = buffer.get() != 0;
			sections.add(new StateSection(new String(name, StandardCharsets.UTF_8), initialised, buffer.getLong()));
		}
		return new StateHeader(timeMillis, sections);
	}

	private static ByteBuffer read(InputStream source, int bytes) throws IOException {
		byte[] read = source.readNBytes(bytes);
		if (read.length < bytes) {
			throw new EOFException("The snapshot ends inside its header");
		}
		return ByteBuffer.wrap(read).order(ByteOrder.LITTLE_ENDIAN);
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
