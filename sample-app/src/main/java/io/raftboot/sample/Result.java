package io.raftboot.sample;

import org.jspecify.annotations.Nullable;

/**
 * What became of a {@link Command}.
 *
 * @param outcome whether it changed something
 * @param value what the key holds now; for a delete what it held before; null for nothing
 * @param revision log index of the key's last write, of the delete itself for a delete; 0
 * if the key holds nothing
 */
public record Result(Outcome outcome, @Nullable Value value, long revision) {

	/** Whether a command changed something. */
	public enum Outcome {

		/** The key was changed. */
		DONE,
		/** There was nothing to delete. */
		NOT_FOUND,
		/** The key holds something else than the command needs. */
		CONFLICT,
		/** The list would grow beyond its limit. */
		TOO_LARGE

	}

}
