package io.raftboot.core.session;

/** What the memory says of a command that comes out of the log. */
public enum Verdict {

	/** It was never applied: apply it, and {@link SessionTable#remember} its answer. */
	FIRST,

	/** It was applied, with {@link SessionTable#remembered this} answer. */
	REPEATED,

	/** Its session is not known, or not any more: it must not be applied. */
	SESSION_EXPIRED,

	/** Its caller has its answer already, or gave up: it must not be applied. */
	ANSWERED,

	/** Too many commands of its session are unanswered: it must not be applied. */
	TOO_FAR_AHEAD,

	/** Another command had its key: it must not be applied. */
	KEY_REUSED,

	/** As many keys as there may be are remembered: it must not be applied. */
	KEYS_FULL

}
