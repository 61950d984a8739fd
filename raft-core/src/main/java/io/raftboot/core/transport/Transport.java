package io.raftboot.core.transport;

import java.io.IOException;
import java.util.List;

import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;

/**
 * Carries messages between nodes. Pull-based: it has no thread; the node's loop runs it
 * by {@link #poll} and sleeps in {@link #await}. All methods are for the loop's thread,
 * except {@link #wakeUp} and {@link #counters}; that may be another thread from one turn
 * to the next, and what the former has done happens before what it does. Messages may be
 * lost, and are never duplicated or reordered on one connection, but that what carries no
 * commands may overtake large messages which do: a heartbeat need not wait for them.
 * Pieces of snapshots take a connection of their own (see {@link Lane}), made when there
 * is something to send and ended when there has been nothing for a while; nobody is told
 * of it, and nothing else waits behind them.
 */
public interface Transport extends AutoCloseable {

	/**
	 * Starts listening.
	 * @throws IOException if the address cannot be bound; the message names it
	 */
	void start(TransportListener listener) throws IOException;

	/** The address really bound, {@code host:port}. */
	String boundAddress();

	/**
	 * Keeps connections to exactly these peers, dialling in the background with back-off.
	 * A peer that is no longer named, or has another address, still gets what is queued
	 * for it, within reason; for the node the connection is gone at once. Who is not
	 * named here may connect to us all the same.
	 */
	void connectTo(List<Peer> peers);

	/**
	 * Does what is ready, never waits, calls the listener.
	 * @return how much was done, 0 for nothing
	 */
	int poll();

	/**
	 * Waits until there is something to poll, {@link #wakeUp} is called, or the time is
	 * over.
	 */
	void await(long timeoutNanos);

	/** Ends a wait, or the next one if none is going on. For any thread. */
	void wakeUp();

	/**
	 * Queues a message; it leaves with the next {@link #flush}. Its buffers are the
	 * caller's again afterwards. A piece of a snapshot waits for its connection and is
	 * lost if that cannot be made.
	 * @return false if it was dropped: no connection, or the queue for the peer is full
	 * @throws IllegalArgumentException if a piece of a snapshot is larger than
	 * {@link io.raftboot.core.model.SnapshotChunk#DATA_BYTES_MAX}
	 */
	boolean send(NodeId to, Message message);

	/** Writes what was queued, as far as the sockets take it. */
	void flush();

	/** What happened so far; a snapshot, for any thread. */
	TransportCounters counters();

	@Override
	void close();

}
