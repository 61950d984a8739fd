package io.raftboot.core.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryBatchBuilder;
import io.raftboot.core.model.EntryType;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;

/** Entries and configurations for tests. */
final class Entries {

	static final ClusterId CLUSTER = new ClusterId(7, 7);

	/** Every entry counts as so many bytes. */
	static final EntrySizes SIZES = new EntrySizes() {

		@Override
		public long lastIndexWithin(long firstIndex, long lastIndex, int bytesMax) {
			return Math.min(lastIndex, firstIndex + Math.max(1, bytesMax / 32) - 1);
		}

		@Override
		public long bytes(long firstIndex, long lastIndex) {
			return (lastIndex - firstIndex + 1) * 32;
		}

	};

	private Entries() {
	}

	/** One command; its payload is the number given. */
	static EntryBatch command(long term, long index, long payload) {
		return EntryBatchBuilder.single(index, term, EntryType.COMMAND, ByteBuffer.allocate(8).putLong(0, payload));
	}

	/** Entries with these terms. */
	static EntryBatch of(long firstIndex, long... terms) {
		if (terms.length == 0) {
			return EntryBatch.EMPTY;
		}
		List<EntryBatch> batches = new ArrayList<>();
		for (int i = 0; i < terms.length; i++) {
			batches.add(command(terms[i], firstIndex + i, 0));
		}
		return EntryBatch.concat(batches);
	}

	static EntryBatch configuration(long term, long index, ConfigurationEntry entry) {
		return EntryBatchBuilder.single(index, term, EntryType.CONFIGURATION, entry.encode());
	}

	static ConfigurationEntry voters(String... ids) {
		return new ConfigurationEntry(CLUSTER, Membership.of(peers(ids)));
	}

	static List<Peer> peers(String... ids) {
		List<Peer> peers = new ArrayList<>();
		for (String id : ids) {
			peers.add(Peer.of(id, id + ":1"));
		}
		return peers;
	}

	/** Each list as {@code "a b c"}. */
	static Membership members(String voters, String outgoing, String learners, String joining) {
		return new Membership(list(voters), list(outgoing), list(learners), list(joining));
	}

	static Membership voting(String voters) {
		return members(voters, "", "", "");
	}

	private static List<Peer> list(String ids) {
		return ids.isEmpty() ? List.of() : peers(ids.split(" "));
	}

	static NodeId id(String id) {
		return NodeId.of(id);
	}

}
