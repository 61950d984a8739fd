package io.raftboot.core.node;

/**
 * What a snapshot says of one state machine in front of its bytes.
 *
 * @param machine its replicated name
 * @param initialised whether an INIT or a command was applied to it
 * @param appliedIndex index of the last entry that changed it, 0 for a machine that
 * nothing has reached yet: it has no bytes then, and keeps what it came with
 */
record StateSection(String machine, boolean initialised, long appliedIndex) {

	/** Whether some entry of the log was for it. */
	boolean isTouched() {
		return this.initialised || hasState();
	}

	boolean hasState() {
		return this.appliedIndex > 0L;
	}

}
