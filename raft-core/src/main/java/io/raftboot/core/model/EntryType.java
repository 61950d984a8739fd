package io.raftboot.core.model;

/**
 * What an entry of the log is for. The code is written to disk and wire and never reused.
 */
public enum EntryType {

	/** Opens a leader's term (Raft §8); empty payload. */
	NO_OP(1),

	/** A user's command in its {@link CommandEnvelope}. */
	COMMAND(2),

	/** A {@link ConfigurationEntry}: cluster id and membership. */
	CONFIGURATION(3),

	/** Pre-existing state of one state machine, in a {@link CommandEnvelope}. */
	INIT(4),

	/** A piece of a snapshot file that is to replace the state of all machines. */
	RESTORE(5);

	private final int code;

	EntryType(int code) {
		this.code = code;
	}

	public int code() {
		return this.code;
	}

	public static boolean isKnown(int code) {
		return code >= 1 && code <= 5;
	}

	/**
	 * The type with this code.
	 * @throws IllegalArgumentException if there is none
	 */
	public static EntryType of(int code) {
		return switch (code) {
			case 1 -> NO_OP;
			case 2 -> COMMAND;
			case 3 -> CONFIGURATION;
			case 4 -> INIT;
			case 5 -> RESTORE;
			default -> throw new IllegalArgumentException("Unknown entry type " + code);
		};
	}

}
