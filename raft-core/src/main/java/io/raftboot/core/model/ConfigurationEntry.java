package io.raftboot.core.model;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Payload of a {@link EntryType#CONFIGURATION} entry:
 * {@code u8 version | 3 reserved | u64 u64
 * clusterId | four lists (voters, outgoing voters, learners, joining) of u16 count, each u8 idBytes, id,
 * u16 addressBytes, address, u64 incarnation}, little-endian.
 *
 * @param clusterId identity of the cluster
 * @param membership who belongs to it
 */
public record ConfigurationEntry(ClusterId clusterId, Membership membership) {

	/** Version this class writes. */
	public static final int VERSION = 1;

	public ByteBuffer encode() {
		int bytes = 4 + 16 + 8;
		for (List<Peer> peers : lists()) {
			for (Peer peer : peers) {
				bytes += 1 + utf8(peer.id().value()).length + 2 + utf8(peer.address()).length + 8;
			}
		}
		ByteBuffer target = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
		target.putInt(VERSION).putLong(this.clusterId.high()).putLong(this.clusterId.low());
		for (List<Peer> peers : lists()) {
			target.putShort((short) peers.size());
			for (Peer peer : peers) {
				write(target, peer);
			}
		}
		return target.flip();
	}

	/**
	 * Reads what {@link #encode} wrote.
	 * @throws IllegalArgumentException if it is of a newer version or not well-formed
	 */
	public static ConfigurationEntry decode(ByteBuffer payload) {
		ByteBuffer source = payload.slice().order(ByteOrder.LITTLE_ENDIAN);
		try {
			int version = source.getInt();
			if (version != VERSION) {
				throw new IllegalArgumentException(
						"Configuration entry of version " + version + "; this node reads version " + VERSION);
			}
			ClusterId clusterId = new ClusterId(source.getLong(), source.getLong());
			return new ConfigurationEntry(clusterId,
					new Membership(readPeers(source), readPeers(source), readPeers(source), readPeers(source)));
		}
		catch (BufferUnderflowException ex) {
			throw new IllegalArgumentException("Configuration entry is cut short", ex);
		}
	}

	private List<List<Peer>> lists() {
		return List.of(this.membership.voters(), this.membership.outgoingVoters(), this.membership.learners(),
				this.membership.joining());
	}

	private static void write(ByteBuffer target, Peer peer) {
		byte[] id = utf8(peer.id().value());
		byte[] address = utf8(peer.address());
		target.put((byte) id.length).put(id).putShort((short) address.length).put(address).putLong(peer.incarnation());
	}

	private static List<Peer> readPeers(ByteBuffer source) {
		int count = source.getShort() & 0xffff;
		List<Peer> peers = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			String id = string(source, source.get() & 0xff);
			String address = string(source, source.getShort() & 0xffff);
			peers.add(new Peer(NodeId.of(id), address, source.getLong()));
		}
		return peers;
	}

	private static String string(ByteBuffer source, int bytes) {
		byte[] text = new byte[bytes];
		source.get(text);
		return new String(text, StandardCharsets.UTF_8);
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
