package io.raftboot.sample;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A client of one node. For any thread. */
final class HttpApi {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private static final HttpClient CLIENT = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(2))
		.build();

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final int port;

	HttpApi(int port) {
		this.port = port;
	}

	/** A JSON object of texts. */
	static String json(@Nullable String... namesAndTexts) {
		ObjectNode node = MAPPER.createObjectNode();
		for (int i = 0; i < namesAndTexts.length; i += 2) {
			node.put(namesAndTexts[i], namesAndTexts[i + 1]);
		}
		return node.toString();
	}

	/** A text or a list of texts. */
	static @Nullable Object value(JsonNode node) {
		if (node.isNull()) {
			return null;
		}
		return node.isArray() ? node.valueStream().map(JsonNode::stringValue).toList() : node.stringValue();
	}

	Answer send(String method, String path, @Nullable String body) {
		return send(method, path, "application/json", body);
	}

	Answer send(String method, String path, String contentType, @Nullable String body) {
		return send(method, path, contentType,
				(body != null) ? BodyPublishers.ofString(body) : BodyPublishers.noBody());
	}

	Answer sendChunked(String method, String path, String body) {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		return send(method, path, "application/json",
				BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)));
	}

	private Answer send(String method, String path, String contentType, BodyPublisher body) {
		try {
			return trySend(method, path, contentType, body, TIMEOUT);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Sends a request under a key by which it is done once. */
	Answer sendOnce(String path, String body, String idempotencyKey) {
		try {
			return trySend("POST", path, "application/json", BodyPublishers.ofString(body), TIMEOUT, "Idempotency-Key",
					idempotencyKey);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Sends a request that may fail.
	 * @throws java.net.ConnectException if nobody listens: surely not done
	 */
	Answer trySend(String method, String path, @Nullable String body, Duration timeout) throws IOException {
		return trySend(method, path, "application/json",
				(body != null) ? BodyPublishers.ofString(body) : BodyPublishers.noBody(), timeout);
	}

	private Answer trySend(String method, String path, String contentType, BodyPublisher body, Duration timeout,
			String... headers) throws IOException {
		HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
			.method(method, body)
			.header("Content-Type", contentType)
			.timeout(timeout);
		HttpRequest request = ((headers.length > 0) ? builder.headers(headers) : builder).build();
		try {
			HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
			return new Answer(response.statusCode(), response.headers().firstValue("Content-Type").orElse(""),
					response.headers().firstValue("Retry-After").orElse(null), response.body());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("Interrupted", ex);
		}
	}

	/**
	 * An answer.
	 *
	 * @param status the HTTP status
	 * @param contentType the media type
	 * @param retryAfter the header, null if absent
	 * @param body the text
	 */
	record Answer(int status, String contentType, @Nullable String retryAfter, String body) {

		JsonNode json() {
			return MAPPER.readTree(this.body);
		}

		@Nullable Object value() {
			return HttpApi.value(json().get("value"));
		}

		List<?> list() {
			return (List<?>) value();
		}

		long revision() {
			return json().get("revision").longValue();
		}

	}

}
