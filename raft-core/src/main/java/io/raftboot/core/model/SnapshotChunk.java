package io.raftboot.core.model;

import java.nio.ByteBuffer;

/**
 * A piece of a snapshot file on its way to a follower whose next entry is gone from the
 * leader's log (Raft §7, InstallSnapshot). Travels on a connection of its own. The first
 * one of a stream has offset 0 and no data: it asks how much the follower has already.
 *
 * @param from the leader
 * @param term its term
 * @param snapshotIndex index of the snapshot
 * @param snapshotTerm term of the snapshot
 * @param totalBytes size of the whole file
 * @param fileChecksum CRC32C of the whole file; with index, term and size it tells one
 * file from another
 * @param offset where the data belong
 * @param data the bytes, at most {@link #DATA_BYTES_MAX}; copied when it is sent
 */
public record SnapshotChunk(NodeId from, long term, long snapshotIndex, long snapshotTerm, long totalBytes,
		int fileChecksum, long offset, ByteBuffer data) implements Message.SnapshotTransfer {

	/** Most bytes of data that one chunk may carry over the network. */
	public static final int DATA_BYTES_MAX = 1 << 20;

}
