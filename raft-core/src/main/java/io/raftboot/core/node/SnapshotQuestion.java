package io.raftboot.core.node;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * Asks the applier for the state of the machines. Filled in between two runs, read by the
 * loop afterwards.
 */
final class SnapshotQuestion extends MpscQueue.Linked {

	/**
	 * The state; null on failure, and while there is none to capture: the machines are
	 * not all at the same entry, or a restore is half in the log.
	 */
	@Nullable SnapshotCapture capture;

	/** Why a machine could not be captured; the node goes on. */
	@Nullable Exception failure;

	/** On the applier, where the machines are quiet. */
	void answer(Machines machines, long appliedIndex) {
		try {
			this.capture = machines.capture(appliedIndex);
		}
		catch (IOException | RuntimeException ex) {
			this.failure = ex;
		}
	}

	/** Releases what was captured if nobody is going to write it. */
	void drop() {
		SnapshotCapture dropped = this.capture;
		this.capture = null;
		if (dropped != null) {
			dropped.close();
		}
	}

}
