package io.raftboot.http;

import org.jspecify.annotations.Nullable;

/**
 * What every answer of the HTTP API looks like, as eosc/raft has it.
 *
 * @param code {@value #DONE}, or the HTTP status and three digits that tell failures of
 * the same status apart
 * @param msg {@code success} or {@code fail}
 * @param data what was asked for, null if there is nothing to tell
 * @param error what went wrong, null if nothing did
 */
record Envelope(String code, String msg, @Nullable Object data, @Nullable String error) {

	static final String DONE = "000000";

	static Envelope success(@Nullable Object data) {
		return new Envelope(DONE, "success", data, null);
	}

	/** Done, but what came of it cannot be told. */
	static Envelope successWithout(String error) {
		return new Envelope(DONE, "success", null, error);
	}

	static Envelope fail(String code, String error) {
		return new Envelope(code, "fail", null, error);
	}

}
