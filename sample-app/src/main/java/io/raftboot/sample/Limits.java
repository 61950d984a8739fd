package io.raftboot.sample;

/**
 * Limits of what the store takes. The limits of a list are part of the state machine:
 * nodes that disagree about them diverge.
 */
final class Limits {

	/** Longest key. */
	static final int KEY_CHARS_MAX = 128;

	/** Longest text, be it a value or an element of a list. */
	static final int TEXT_CHARS_MAX = 64 << 10;

	/** Largest body of a request: a text of which every character is escaped. */
	static final int BODY_BYTES_MAX = 6 * TEXT_CHARS_MAX * 2 + 1024;

	/** Most elements of a list. */
	static final int LIST_ELEMENTS_MAX = 10_000;

	/** Most characters of all elements of a list. */
	static final int LIST_CHARS_MAX = 256 << 10;

	private Limits() {
	}

}
