package io.raftboot.core.node;

/** What a node does with snapshots. */
public enum SnapshotOperation {

	/** Captures and writes its own state. */
	TAKE,
	/** Sends its newest one to a peer. */
	SEND,
	/** Puts one from the leader in the place of its state. */
	INSTALL,
	/** Gives its newest one to the state machines when it starts. */
	LOAD

}
