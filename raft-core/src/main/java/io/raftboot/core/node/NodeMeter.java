package io.raftboot.core.node;

import io.raftboot.core.model.NodeId;

/**
 * Is told what a node measures and cannot be asked for afterwards; all else is in
 * {@link RaftNode#status} and {@link RaftNode#transportCounters}. A node without one
 * measures nothing. Given to {@link RaftNodeBuilder#meter}.
 * <p>
 * Called on the node's own threads, as each method says, several of which may call at the
 * same time: must be safe for that, and must not block, or the node is as slow as the
 * meter. What it throws is logged once and changes nothing. All times are in nanoseconds.
 */
public interface NodeMeter {

	/**
	 * A command that was given to this node has ended, whether the cluster took it or
	 * not; on the thread that ends it: applier, completions, or the caller's.
	 * @param nanos from the call to its end; 0 if it was refused at once
	 */
	default void commandEnded(CallOutcome outcome, long nanos) {
	}

	/**
	 * A read or query that was given to this node has ended; on the thread that ends it.
	 * @param nanos from the call to its end, the query included; 0 if it was refused at
	 * once
	 */
	default void readEnded(Consistency consistency, CallOutcome outcome, long nanos) {
	}

	/**
	 * A batch of commands is committed; on the loop of the leader that appended it.
	 * @param nanos from its append on
	 */
	default void batchCommitted(long nanos) {
	}

	/**
	 * Entries were given to the state machines in one go; on the applier.
	 * @param entries how many, at least one
	 */
	default void batchApplied(int entries, long nanos) {
	}

	/**
	 * What the cluster remembers of commands that may come again (the same on every
	 * node); on the applier, after each run and each snapshot.
	 * @param sessions of nodes
	 * @param keys of callers
	 */
	default void sessionsKept(int sessions, int keys) {
	}

	/** A group of entries was written to the log, not forced yet; on the log writer. */
	default void logAppended(long nanos) {
	}

	/** The log was forced to the disk; on the log writer. */
	default void logForced(long nanos) {
	}

	/**
	 * A message with entries was handed to the network; on the loop of a leader.
	 * @param entries how many
	 * @param bytes theirs
	 */
	default void entriesSent(NodeId peer, int entries, int bytes) {
	}

	/**
	 * A peer has the entries of a message on its disk; on the loop of a leader.
	 * @param nanos from the sending of the message on
	 */
	default void entriesReplicated(NodeId peer, long nanos) {
	}

	/** A peer answered a heartbeat; on the loop of a leader. */
	default void heartbeatAnswered(NodeId peer, long nanos) {
	}

	/**
	 * This node has ended an attempt to become leader; on the loop.
	 * @param nanos since it began to ask for votes, or for what they would be
	 */
	default void electionEnded(ElectionOutcome outcome, long nanos) {
	}

	/**
	 * What became of a hand-over of leadership that was asked for on this node, whoever
	 * led; on the thread that ends the call.
	 */
	default void transferEnded(CallOutcome outcome) {
	}

	/**
	 * A snapshot was taken, sent, installed or loaded, or could not be; on the loop or
	 * the applier.
	 */
	default void snapshotEnded(SnapshotOperation operation, boolean successful, long nanos) {
	}

}
