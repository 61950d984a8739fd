package io.raftboot.sample;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import io.raftboot.core.model.CommandKey;
import io.raftboot.core.model.NodeId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/** Checks what clients send, before anything is proposed. */
final class Inputs {

	private static final Pattern KEY = Pattern
		.compile("[A-Za-z0-9][A-Za-z0-9._~:@-]{0," + (Limits.KEY_CHARS_MAX - 1) + "}");

	private Inputs() {
	}

	static String checkKey(String key) {
		if (!KEY.matcher(key).matches()) {
			throw bad("A key is 1 to " + Limits.KEY_CHARS_MAX
					+ " characters out of A-Z a-z 0-9 . _ ~ : @ - and begins with a letter or a digit");
		}
		return key;
	}

	static String idempotencyKey(String key) {
		int bytes = key.getBytes(StandardCharsets.UTF_8).length;
		if (key.isBlank() || bytes > CommandKey.VALUE_BYTES_MAX) {
			throw bad("Idempotency-Key has " + bytes + " bytes; 1 to " + CommandKey.VALUE_BYTES_MAX + " are allowed");
		}
		return key;
	}

	static NodeId nodeId(String id) {
		try {
			return NodeId.of(id);
		}
		catch (IllegalArgumentException ex) {
			throw bad(String.valueOf(ex.getMessage()));
		}
	}

	static String text(String name, @Nullable JsonNode node) {
		if (node == null || !node.isString()) {
			throw bad("'" + name + "' must be a string");
		}
		String text = node.stringValue();
		if (text.length() > Limits.TEXT_CHARS_MAX) {
			throw new ErrorResponseException(HttpStatus.CONTENT_TOO_LARGE,
					Problems.notDone(HttpStatus.CONTENT_TOO_LARGE,
							"'" + name + "' is longer than " + Limits.TEXT_CHARS_MAX + " characters"),
					null);
		}
		if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
			throw bad("'" + name + "' has half a surrogate pair");
		}
		return text;
	}

	static @Nullable String textOrNull(String name, @Nullable JsonNode node) {
		if (node == null) {
			throw bad("'" + name + "' is missing; null expects a key that holds nothing");
		}
		return node.isNull() ? null : text(name, node);
	}

	static ErrorResponseException bad(String detail) {
		return new ErrorResponseException(HttpStatus.BAD_REQUEST, Problems.notDone(HttpStatus.BAD_REQUEST, detail),
				null);
	}

}
