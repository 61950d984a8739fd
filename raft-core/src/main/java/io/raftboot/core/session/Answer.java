package io.raftboot.core.session;

import org.jspecify.annotations.Nullable;

/**
 * What a command was answered by its state machine, and where in the log it was applied.
 *
 * @param index log index of the entry that was applied
 * @param term its term
 * @param kind what there is to tell
 * @param result what the machine returned, for {@link Kind#RESULT}
 * @param failure what it threw, for {@link Kind#FAILURE}
 */
public record Answer(long index, long term, Kind kind, byte @Nullable [] result, @Nullable Failure failure) {

	static Answer of(long index, long term, Object told) {
		if (told instanceof Failure failure) {
			return new Answer(index, term, Kind.FAILURE, null, failure);
		}
		if (told instanceof byte[] result) {
			return new Answer(index, term, Kind.RESULT, result, null);
		}
		return new Answer(index, term, (Kind) told, null, null);
	}

	/** What {@link #of} takes. */
	Object told() {
		if (this.failure != null) {
			return this.failure;
		}
		return (this.result != null) ? this.result : this.kind;
	}

	/** Kinds of answers; as an object of its own for those that need no more. */
	public enum Kind {

		/** The result of a commit, maybe null. */
		RESULT,

		/** An exception out of the commit, the same on every node. */
		FAILURE,

		/**
		 * It was applied, but this node does not know the answer: the machine kept the
		 * effect by itself through a restart.
		 */
		LOST

	}

	/**
	 * An exception as far as it is the same on every node.
	 *
	 * @param type name of its class
	 * @param code what the application says about it, may be empty
	 */
	public record Failure(String type, String code) {
	}

}
