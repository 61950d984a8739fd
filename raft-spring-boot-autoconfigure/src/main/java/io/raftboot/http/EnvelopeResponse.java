package io.raftboot.http;

import java.io.IOException;

import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Writes envelopes, by a mapper of its own: what an application sets for its own JSON
 * must not change their form. Written on the thread of the request.
 */
final class EnvelopeResponse {

	private static final Logger logger = LoggerFactory.getLogger(EnvelopeResponse.class);

	private static final JsonMapper MAPPER = JsonMapper.builder().findAndAddModules().build();

	private static final String RETRY_AFTER_SECONDS = "1";

	private EnvelopeResponse() {
	}

	static ServerResponse of(@Nullable Object data) {
		return ServerResponse.status(HttpStatus.OK)
			.contentType(MediaType.APPLICATION_JSON)
			.build((request, response) -> {
				write(done(data), response);
				return null;
			});
	}

	/**
	 * A failure.
	 * @param allowed the method that would have done, null if that was not the matter
	 */
	static ServerResponse of(ApiFailure failure, @Nullable HttpMethod allowed) {
		ServerResponse.BodyBuilder builder = ServerResponse.status(failure.status())
			.contentType(MediaType.APPLICATION_JSON);
		if (failure.isTransient()) {
			builder.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
		}
		if (allowed != null) {
			builder.allow(allowed);
		}
		byte[] body = MAPPER.writeValueAsBytes(Envelope.fail(failure.code(), String.valueOf(failure.getMessage())));
		return builder.build((request, response) -> {
			write(body, response);
			return null;
		});
	}

	private static byte[] done(@Nullable Object data) {
		try {
			return MAPPER.writeValueAsBytes(Envelope.success(data));
		}
		catch (JacksonException ex) {
			logger.warn("The result of a command cannot be written as JSON: {}", ex.getOriginalMessage());
			return MAPPER.writeValueAsBytes(Envelope
				.successWithout("It is done, but its result cannot be written as JSON: " + ex.getOriginalMessage()));
		}
	}

	private static void write(byte[] body, HttpServletResponse response) throws IOException {
		response.setContentLength(body.length);
		response.getOutputStream().write(body);
	}

}
