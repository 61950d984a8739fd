package io.raftboot.core.digest;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import io.raftboot.core.model.NodeId;

/**
 * The engine's own command by which a node tells all others its digests:
 * {@code u8 version | u8 kind | u16 machines | i64 checkIndex | u8 bytes | id}, and of
 * each machine {@code u8 bytes | name | i64 digest}; little-endian.
 *
 * @param checkIndex index of the {@link DigestCheck} after which they were taken
 * @param node whose they are
 * @param digests by name of the state machine
 */
public record DigestReport(long checkIndex, NodeId node, SortedMap<String, Long> digests) {

	/** What kind of command of the engine this is. */
	public static final int KIND = 3;

	private static final int VERSION = 1;

	public DigestReport {
		digests = Collections.unmodifiableSortedMap(new TreeMap<>(digests));
	}

	/** A new buffer, ready to be read. */
	public ByteBuffer encode() {
		int bytes = 12 + byteSize(this.node.value());
		for (String machine : this.digests.keySet()) {
			bytes += byteSize(machine) + Long.BYTES;
		}
		ByteBuffer target = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
		target.put((byte) VERSION).put((byte) KIND).putShort((short) this.digests.size()).putLong(this.checkIndex);
		write(this.node.value(), target);
		for (Map.Entry<String, Long> machine : this.digests.entrySet()) {
			write(machine.getKey(), target);
			target.putLong(machine.getValue());
		}
		return target.flip();
	}

	/**
	 * Reads what {@link #encode} wrote, without moving the source.
	 * @throws IllegalArgumentException if a newer version wrote it, or it is none
	 */
	public static DigestReport decode(ByteBuffer encoded) {
		ByteBuffer source = encoded.duplicate().order(ByteOrder.LITTLE_ENDIAN);
		try {
			if (source.get() != VERSION || source.get() != KIND) {
				throw new IllegalArgumentException("A report of digests that this node cannot read: upgrade it");
			}
			int machines = source.getShort() & 0xffff;
			long checkIndex = source.getLong();
			NodeId node = NodeId.of(read(source));
			SortedMap<String, Long> digests = new TreeMap<>();
			for (int i = 0; i < machines; i++) {
				digests.put(read(source), source.getLong());
			}
			return new DigestReport(checkIndex, node, digests);
		}
		catch (BufferUnderflowException ex) {
			throw new IllegalArgumentException("A report of digests is cut short", ex);
		}
	}

	static int byteSize(String text) {
		return 1 + text.getBytes(StandardCharsets.UTF_8).length;
	}

	static void write(String text, ByteBuffer target) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		target.put((byte) bytes.length).put(bytes);
	}

	static String read(ByteBuffer source) {
		byte[] bytes = new byte[source.get() & 0xff];
		source.get(bytes);
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
