package io.raftboot.core.protocol;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.HardState;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.model.SnapshotMeta;

/**
 * What the core wants done. Calls are recorded by the driver and carried out after the
 * step, never inside it; they come in the order in which their effects must be seen.
 * Writes ({@link #append}, {@link #persist}) are numbered, growing by one; the driver
 * reports each with {@code RaftCore.onPersisted} when it and all before it are durable.
 */
public interface Output {

	/**
	 * Append these entries. A first index at or below the last one follows a
	 * {@link #truncateFrom}.
	 */
	void append(long writeNumber, EntryBatch batch);

	/**
	 * Forget the entries from this index on; always followed by an append that starts
	 * there.
	 */
	void truncateFrom(long index);

	/** Make term and vote durable. */
	void persist(long writeNumber, HardState state);

	/** Send now, even before our own writes are durable. */
	void send(NodeId to, Message.Protocol message);

	/**
	 * Send now, with the entries {@code header.previousIndex() + 1} to {@code lastIndex}
	 * attached. The driver may cut the range into several messages.
	 */
	void sendEntries(NodeId to, AppendEntries header, long lastIndex);

	/** Send when every write recorded so far is durable. */
	void sendAfterPersist(NodeId to, Message.Protocol message);

	/**
	 * Send this peer the newest snapshot: the entries it needs are gone. The driver
	 * streams the file and reports a failure by {@code RaftCore.onSnapshotFailed}; that
	 * it arrived the protocol hears from the peer itself.
	 */
	void sendSnapshot(NodeId to);

	/**
	 * Replace log and state machines by this snapshot, which is durable: nothing of the
	 * log counts any more. Everything up to its index is committed by that; no
	 * {@link #commit} follows. Numbered like a write.
	 */
	void installSnapshot(long writeNumber, SnapshotMeta snapshot);

	/** Entries up to this index are committed. */
	void commit(long index);

	/** The reads of this number may be answered once this index is applied. */
	void readReady(long readId, long index);

	/** The reads of this number cannot be answered: no leader, or it changed. */
	void readFailed(long readId);

	/**
	 * This configuration is in effect from its append on; index 0 after falling back to
	 * none.
	 */
	void configuration(long index, ConfigurationEntry configuration);

	/** Something observers may want to know. */
	void event(RaftEvent event);

}
