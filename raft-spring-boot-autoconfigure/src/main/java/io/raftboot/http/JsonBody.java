package io.raftboot.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.raftboot.core.model.CommandKey;
import io.raftboot.core.model.NodeId;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * Reads the bodies of requests, and never more of them than allowed. Only JSON is taken:
 * a page of another site cannot make a browser send it without asking first.
 */
final class JsonBody {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private JsonBody() {
	}

	/**
	 * The whole body.
	 * @throws ApiFailure if it is not JSON by its header, or has more bytes than that
	 */
	static byte[] read(ServerRequest request, int bytesMax) throws IOException {
		checkType(request);
		if (request.headers().contentLength().orElse(0L) > bytesMax) {
			throw tooLarge(bytesMax);
		}
		InputStream source = request.servletRequest().getInputStream();
		byte[] body = source.readNBytes(bytesMax + 1);
		if (body.length > bytesMax) {
			throw tooLarge(bytesMax);
		}
		return body;
	}

	private static void checkType(ServerRequest request) {
		MediaType type;
		try {
			type = request.headers().contentType().orElse(null);
		}
		catch (IllegalArgumentException ex) {
			type = null;
		}
		if (type == null || !(type.isCompatibleWith(MediaType.APPLICATION_JSON)
				|| String.valueOf(type.getSubtypeSuffix()).equals("json"))) {
			throw new ApiFailure(HttpStatus.UNSUPPORTED_MEDIA_TYPE, 0,
					"Send JSON, with the header Content-Type: application/json");
		}
	}

	private static ApiFailure tooLarge(int bytesMax) {
		return new ApiFailure(HttpStatus.CONTENT_TOO_LARGE, 0, "The body is longer than " + bytesMax + " bytes");
	}

	/**
	 * A body that is an object with no other properties than these.
	 * @throws ApiFailure if it is none
	 */
	static JsonNode object(byte[] body, List<String> properties) {
		JsonNode node;
		try {
			node = MAPPER.readTree(body);
		}
		catch (JacksonException ex) {
			throw ApiFailure.badRequest("The body is no JSON: " + ex.getOriginalMessage());
		}
		if (!node.isObject()) {
			throw ApiFailure.badRequest("The body is no JSON object with the properties " + properties);
		}
		for (String property : node.propertyNames()) {
			if (!properties.contains(property)) {
				throw ApiFailure.badRequest("Property '" + property + "' is none of " + properties);
			}
		}
		return node;
	}

	/** The id of a node, a text or a number. */
	static NodeId nodeId(JsonNode object) {
		try {
			return NodeId.of(text(object, "id"));
		}
		catch (IllegalArgumentException ex) {
			throw ApiFailure.badRequest(String.valueOf(ex.getMessage()));
		}
	}

	static String text(JsonNode object, String property) {
		JsonNode value = object.get(property);
		if (value == null || !(value.isString() || value.isIntegralNumber())) {
			throw ApiFailure.badRequest("Property '" + property + "' is missing, or is no text");
		}
		return value.asString();
	}

	/** The key under which a command is applied once, null for none. */
	static @Nullable String idempotencyKey(ServerRequest request) {
		String key = request.headers().firstHeader("Idempotency-Key");
		if (key != null) {
			int bytes = key.getBytes(StandardCharsets.UTF_8).length;
			if (key.isBlank() || bytes > CommandKey.VALUE_BYTES_MAX) {
				throw ApiFailure.badRequest(
						"Idempotency-Key has " + bytes + " bytes; 1 to " + CommandKey.VALUE_BYTES_MAX + " are allowed");
			}
		}
		return key;
	}

}
