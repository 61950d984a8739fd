package io.raftboot.test.linearizability;

import org.jspecify.annotations.Nullable;

/**
 * One operation of a client, as far as the client knows. It took effect at one moment
 * between its invocation and its return, or, if it has no return, at any moment after its
 * invocation or never.
 *
 * @param client who asked
 * @param input what was asked
 * @param output what was answered, null if unknown
 * @param invoked place of the invocation in the order of all events
 * @param returned place of the return in that order, {@link #NEVER} if unknown
 * @param <I> what a client asks
 * @param <O> what it is answered
 */
public record Operation<I, O>(String client, I input, @Nullable O output, long invoked, long returned) {

	/** Place of the return of an operation of which nobody knows the outcome. */
	public static final long NEVER = Long.MAX_VALUE;

	public Operation {
		if (returned <= invoked) {
			throw new IllegalArgumentException("Returned at " + returned + " before it was invoked at " + invoked);
		}
		if ((output == null) != (returned == NEVER)) {
			throw new IllegalArgumentException("An operation has both an output and a return, or none of them");
		}
	}

	/** Whether nobody knows if and when it took effect. */
	public boolean unknown() {
		return this.returned == NEVER;
	}

	@Override
	public String toString() {
		return "[%d, %s] %s: %s -> %s".formatted(this.invoked, unknown() ? "?" : String.valueOf(this.returned),
				this.client, this.input, unknown() ? "?" : String.valueOf(this.output));
	}

}
