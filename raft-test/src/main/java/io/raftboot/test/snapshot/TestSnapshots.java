package io.raftboot.test.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.SnapshotMeta;
import io.raftboot.core.snapshot.SnapshotFile;
import io.raftboot.core.snapshot.SnapshotReader;
import io.raftboot.core.snapshot.SnapshotReceiver;
import io.raftboot.core.snapshot.SnapshotStore;
import io.raftboot.core.snapshot.SnapshotWriter;

/** Snapshots with known content, and short ways to write, read and send them. */
public final class TestSnapshots {

	private TestSnapshots() {
	}

	/** With three voters and the configuration in entry 1. */
	public static SnapshotMeta meta(long index, long term) {
		Membership membership = Membership.of(List.of(new Peer(NodeId.of("n1"), "127.0.0.1:7001", 11),
				new Peer(NodeId.of("n2"), "127.0.0.1:7002", 12), new Peer(NodeId.of("n3"), "127.0.0.1:7003", 13)));
		return new SnapshotMeta(index, term, 1L, new ConfigurationEntry(new ClusterId(3L, 4L), membership));
	}

	/** Content that differs from that of every other index. */
	public static byte[] content(long index, int bytes) {
		byte[] content = new byte[bytes];
		new Random(index).nextBytes(content);
		return content;
	}

	/** Writes and commits in term 1. */
	public static SnapshotFile write(SnapshotStore store, long index, int bytes) throws IOException {
		return write(store, meta(index, 1), content(index, bytes));
	}

	public static SnapshotFile write(SnapshotStore store, SnapshotMeta meta, byte[] content) throws IOException {
		try (SnapshotWriter writer = store.write(meta)) {
			writer.content().write(content);
			return writer.commit();
		}
	}

	/** The content, every checksum compared. */
	public static byte[] read(SnapshotStore store, SnapshotFile snapshot) throws IOException {
		try (SnapshotReader reader = store.read(snapshot); InputStream content = reader.content()) {
			return content.readAllBytes();
		}
	}

	/** The file as it is sent. */
	public static byte[] bytes(SnapshotStore store, SnapshotFile snapshot) throws IOException {
		try (SnapshotReader reader = store.read(snapshot)) {
			ByteBuffer bytes = ByteBuffer.allocate((int) snapshot.totalBytes());
			int read = reader.read(0, bytes);
			if (read != snapshot.totalBytes()) {
				throw new AssertionError("Only " + read + " of " + snapshot.totalBytes() + " bytes can be read");
			}
			return bytes.array();
		}
	}

	/** Begins to receive this snapshot, or goes on with it. */
	public static SnapshotReceiver receive(SnapshotStore store, SnapshotFile snapshot) throws IOException {
		return store.receive(snapshot.meta().index(), snapshot.meta().term(), snapshot.totalBytes(),
				snapshot.checksum());
	}

	/** Hands over the bytes from here to there in pieces of this size. */
	public static void write(SnapshotReceiver receiver, byte[] file, int from, int to, int pieceBytes)
			throws IOException {
		for (int at = from; at < to; at += pieceBytes) {
			receiver.write(at, ByteBuffer.wrap(file, at, Math.min(pieceBytes, to - at)));
		}
	}

}
