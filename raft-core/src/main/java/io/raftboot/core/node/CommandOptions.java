package io.raftboot.core.node;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How one command is submitted.
 *
 * @param key the caller's own key for it, 1 to 255 bytes in UTF-8, for its state machine
 * alone; null to number it in the node's session
 * @param version which version of the machine's commands it is one of, from 1 to 65535:
 * it is refused until every member can apply that version
 * @param roomWait how long the calling thread may be held up while as many commands wait
 * as may; zero to be refused at once. The proposal timeout begins after it
 */
public record CommandOptions(@Nullable String key, int version, Duration roomWait) {

	/** No key, version 1, no waiting for room. */
	public static final CommandOptions DEFAULTS = new CommandOptions(null, 1, Duration.ZERO);

	public CommandOptions {
		if (version < 1 || version > 0xffff) {
			throw new IllegalArgumentException("Version " + version + " of a command; from 1 to 65535");
		}
		if (roomWait.isNegative()) {
			throw new IllegalArgumentException("A wait for room of " + roomWait);
		}
	}

	/** The same under this key. */
	public CommandOptions withKey(String key) {
		return new CommandOptions(key, this.version, this.roomWait);
	}

	/** The same as a command of this version. */
	public CommandOptions withVersion(int version) {
		return new CommandOptions(this.key, version, this.roomWait);
	}

	/** The same, waiting for room for so long. */
	public CommandOptions withRoomWait(Duration roomWait) {
		return new CommandOptions(this.key, this.version, roomWait);
	}

}
