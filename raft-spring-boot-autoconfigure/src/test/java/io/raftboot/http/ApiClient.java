package io.raftboot.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** What curl would be: calls the API of one node. */
public final class ApiClient {

	private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final URI base;

	/** Calls the application on this port of the loopback interface. */
	public ApiClient(int port) {
		this(port, "");
	}

	ApiClient(int port, String contextPath) {
		this.base = URI.create("http://127.0.0.1:" + port + contextPath + "/raft/api/");
	}

	/** Posts JSON. */
	public Answer post(String call, String body) {
		return post(call, body, "application/json", null);
	}

	Answer post(String call, String body, String contentType, @Nullable String idempotencyKey) {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.base.resolve(call))
			.header("Content-Type", contentType)
			.POST(BodyPublishers.ofString(body));
		if (idempotencyKey != null) {
			request.header("Idempotency-Key", idempotencyKey);
		}
		return send(request);
	}

	/** Gets. */
	public Answer get(String call) {
		return send(HttpRequest.newBuilder(this.base.resolve(call)));
	}

	static Answer send(HttpRequest.Builder request) {
		try {
			HttpResponse<String> response = CLIENT.send(request.timeout(Duration.ofSeconds(20)).build(),
					BodyHandlers.ofString());
			assertThat(response.headers().firstValue("Content-Type")).as("%s", response.body())
				.contains("application/json");
			JsonNode envelope = JsonMapper.shared().readTree(response.body());
			assertThat(envelope.propertyNames()).containsExactly("code", "msg", "data", "error");
			return new Answer(response, envelope);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	/** What came back. */
	public record Answer(HttpResponse<String> response, JsonNode envelope) {

		int status() {
			return this.response.statusCode();
		}

		String code() {
			return this.envelope.get("code").stringValue();
		}

		String error() {
			return this.envelope.get("error").stringValue();
		}

		/** The data of a call that was done. */
		public JsonNode data() {
			assertThat(status()).as("%s", this).isEqualTo(200);
			assertThat(code()).isEqualTo("000000");
			assertThat(this.envelope.get("msg").stringValue()).isEqualTo("success");
			assertThat(this.envelope.get("error").isNull()).isTrue();
			return this.envelope.get("data");
		}

		void assertFailed(int status, String code) {
			assertThat(status()).as("%s", this).isEqualTo(status);
			assertThat(code()).isEqualTo(code);
			assertThat(this.envelope.get("msg").stringValue()).isEqualTo("fail");
			assertThat(this.envelope.get("data").isNull()).isTrue();
			assertThat(error()).isNotBlank();
		}

		@Override
		public String toString() {
			return this.response.statusCode() + " " + this.response.body();
		}

	}

}
