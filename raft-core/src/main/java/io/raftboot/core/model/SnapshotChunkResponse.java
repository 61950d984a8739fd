package io.raftboot.core.model;

/**
 * Answers a {@link SnapshotChunk}.
 *
 * @param from the follower
 * @param term its current term
 * @param snapshotIndex index of the snapshot it is about
 * @param snapshotTerm term of the snapshot it is about
 * @param receivedBytes how much of the file it has, from the start
 * @param status whether more is wanted
 */
public record SnapshotChunkResponse(NodeId from, long term, long snapshotIndex, long snapshotTerm, long receivedBytes,
		SnapshotChunkResponse.Status status) implements Message.SnapshotTransfer {

	/** Whether more is wanted; written to the wire by its ordinal. */
	public enum Status {

		/** Send on from {@code receivedBytes}. */
		CONTINUE,
		/** The whole file is there, checked and durable. */
		DONE,
		/** Not now: another leader, another snapshot, or no room. Try again later. */
		REFUSED

	}

}
