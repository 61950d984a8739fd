package io.raftboot.actuate;

import org.jspecify.annotations.Nullable;

/**
 * Units of endpoint and meters; the engine counts nanoseconds and says -1 for "not
 * known".
 */
final class Units {

	private Units() {
	}

	static long millis(long nanos) {
		return nanos / 1_000_000L;
	}

	static @Nullable Long millisOrNull(long nanos) {
		return (nanos >= 0) ? millis(nanos) : null;
	}

	/** Milliseconds with a fraction, to a microsecond. */
	static @Nullable Double fractionalMillisOrNull(long nanos) {
		return (nanos >= 0) ? nanos / 1_000L / 1_000.0 : null;
	}

	/** Seconds for a meter; NaN for not known. */
	static double seconds(long nanos) {
		return (nanos >= 0) ? nanos / 1_000_000_000.0 : Double.NaN;
	}

	/** For indexes, of which 0 is none. */
	static @Nullable Long positiveOrNull(long value) {
		return (value > 0) ? value : null;
	}

	static @Nullable Long knownOrNull(long value) {
		return (value >= 0) ? value : null;
	}

}
