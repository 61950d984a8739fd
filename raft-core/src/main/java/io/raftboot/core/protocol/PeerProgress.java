package io.raftboot.core.protocol;

import io.raftboot.core.model.NodeId;

/**
 * How far another member is, as its leader sees it. A live view: read it on the loop's
 * thread, keep nothing of it.
 */
public interface PeerProgress {

	NodeId id();

	/** {@code PROBE}, {@code REPLICATE} or {@code SNAPSHOT}. */
	String state();

	/** Whether entries are sent to it as they come, without waiting for answers. */
	boolean isReplicating();

	/** Last index it is known to hold durably. */
	long matchIndex();

	/** Next index to send. */
	long nextIndex();

	/** Unanswered messages with entries. */
	int inFlight();

	/** Time since it was last heard from, -1 if never. */
	long lastContactNanos(long nowNanos);

	/** Latest round trip of a heartbeat, -1 if not known. */
	long roundTripNanos();

}
