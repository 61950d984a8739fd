package io.raftboot.core.node;

import io.raftboot.core.model.AdminResponse;

/** Who hears what became of an order the leader works on. */
interface AdminReply {

	/**
	 * The end of it.
	 * @param index index of the committed configuration, or 0
	 * @param message why not, empty when done
	 */
	void end(AdminResponse.Status status, long index, String message);

	/** Leadership was lost in the middle of it. */
	void unknown();

}
