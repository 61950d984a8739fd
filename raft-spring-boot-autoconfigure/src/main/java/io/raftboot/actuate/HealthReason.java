package io.raftboot.actuate;

/** Why a node or a peer is not healthy. The names are part of the endpoint's answers. */
public enum HealthReason {

	/** The node stopped itself: its log, its state machine or an invariant failed. */
	NODE_FAILED("The node stopped itself"),
	/** The node is not running. */
	NODE_STOPPED("The node is not running"),
	/** The state differs from that of the majority. */
	STATE_DIFFERS("The state of this node differs from that of the majority"),
	/** The states of nodes differ, and there is no majority; the node goes on serving. */
	DIVERGED("The states of the nodes differ, and no majority agrees"),
	/** No leader is known. */
	NO_LEADER("No leader is known"),
	/** The leader has no majority in contact. */
	NO_QUORUM("There is no contact to a majority"),
	/** Nothing was heard from the peer for an election timeout. */
	NO_CONTACT("Nothing is heard from the peer"),
	/** Another node leads, and this one serves only as the leader. */
	NOT_LEADING("This node does not lead"),
	/** What was committed when the node joined is not applied yet. */
	CATCHING_UP("What was committed when the node joined is not applied yet"),
	/** Far less is applied than is committed, and has been for a while. */
	APPLY_STALLED("For some time far less is applied than is committed"),
	/** The disk is full, or has less room than it should; the node goes on serving. */
	DISK_LOW("The disk of the data directory is nearly full"),
	/** Forces of the log take long; the node goes on serving. */
	FSYNC_SLOW("Forces of the log to the disk are slow"),
	/** The peer is being sent a snapshot. */
	INSTALLING_SNAPSHOT("A snapshot is being installed"),
	/** The configuration in effect does not name the node, or others say so. */
	NOT_IN_CONFIGURATION("The configuration of the cluster does not name this node");

	private final String description;

	HealthReason(String description) {
		this.description = description;
	}

	/** One sentence for an operator. */
	public String description() {
		return this.description;
	}

}
