package io.raftboot.core.protocol;

/**
 * Checks that are always on. A failed one throws {@link InvariantViolation}: fail-stop,
 * never limp on. Costs a comparison when it holds: the text is put together only when it
 * does not.
 */
final class Invariant {

	private Invariant() {
	}

	static void check(boolean holds, String what) {
		if (!holds) {
			throw new InvariantViolation(what);
		}
	}

	/** The same with two numbers that explain it. */
	static void check(boolean holds, String what, long first, long second) {
		if (!holds) {
			throw new InvariantViolation(what + ": " + first + ", " + second);
		}
	}

}
