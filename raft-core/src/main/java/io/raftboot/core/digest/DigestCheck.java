package io.raftboot.core.digest;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.model.NodeId;

/**
 * The engine's own command by which every node takes the digests of its state machines
 * after the entry it stands in: {@code u8 version | u8 kind | u16 voters | u16 learners},
 * and of each {@code u8 bytes | id}; little-endian. Who is asked travels with it, so that
 * every node judges the answers alike.
 *
 * @param voters whose majority decides
 * @param learners who is compared, and does not count
 */
public record DigestCheck(List<NodeId> voters, List<NodeId> learners) {

	/** What kind of command of the engine this is. */
	public static final int KIND = 2;

	private static final int VERSION = 1;

	public DigestCheck {
		voters = List.copyOf(voters);
		learners = List.copyOf(learners);
	}

	/** A new buffer, ready to be read. */
	public ByteBuffer encode() {
		int bytes = 6;
		for (NodeId voter : this.voters) {
			bytes += DigestReport.byteSize(voter.value());
		}
		for (NodeId learner : this.learners) {
			bytes += DigestReport.byteSize(learner.value());
		}
		ByteBuffer target = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
		target.put((byte) VERSION).put((byte) KIND);
		target.putShort((short) this.voters.size()).putShort((short) this.learners.size());
		this.voters.forEach((voter) -> DigestReport.write(voter.value(), target));
		this.learners.forEach((learner) -> DigestReport.write(learner.value(), target));
		return target.flip();
	}

	/**
	 * Reads what {@link #encode} wrote, without moving the source.
	 * @throws IllegalArgumentException if a newer version wrote it, or it is none
	 */
	public static DigestCheck decode(ByteBuffer encoded) {
		ByteBuffer source = encoded.duplicate().order(ByteOrder.LITTLE_ENDIAN);
		try {
			if (source.get() != VERSION || source.get() != KIND) {
				throw new IllegalArgumentException("A check of digests that this node cannot read: upgrade it");
			}
			int voters = source.getShort() & 0xffff;
			int learners = source.getShort() & 0xffff;
			return new DigestCheck(ids(voters, source), ids(learners, source));
		}
		catch (BufferUnderflowException ex) {
			throw new IllegalArgumentException("A check of digests is cut short", ex);
		}
	}

	private static List<NodeId> ids(int count, ByteBuffer source) {
		List<NodeId> ids = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			ids.add(NodeId.of(DigestReport.read(source)));
		}
		return ids;
	}

}
