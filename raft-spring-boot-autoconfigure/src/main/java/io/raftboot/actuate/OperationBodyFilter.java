package io.raftboot.actuate;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

import io.raftboot.actuate.RaftAnswer.Outcome;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.MediaType;

/**
 * Refuses operations of the {@link RaftEndpoint} whose bodies are longer than any that
 * makes sense, without reading them to their end: the actuator itself would keep all of
 * it in memory.
 */
public final class OperationBodyFilter extends HttpFilter {

	/** Far above what the parameters of an operation need. */
	public static final int BODY_BYTES_MAX = 8192;

	private static final long serialVersionUID = 1L;

	private final transient JsonMapper mapper = JsonMapper.builder().build();

	private final String operations;

	/**
	 * Makes one.
	 * @param endpoint path of the endpoint, {@code /actuator/raft}
	 */
	public OperationBodyFilter(String endpoint) {
		this.operations = endpoint + "/";
	}

	@Override
	protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		String path = path(request);
		if (!request.getMethod().equals("POST") || !path.contains(this.operations)) {
			chain.doFilter(request, response);
			return;
		}
		byte[] body = new byte[0];
		boolean tooLong = request.getContentLengthLong() > BODY_BYTES_MAX;
		if (!tooLong) {
			body = request.getInputStream().readNBytes(BODY_BYTES_MAX + 1);
			tooLong = body.length > BODY_BYTES_MAX;
		}
		if (tooLong) {
			refuse(path.substring(path.lastIndexOf('/') + 1), response);
		}
		else {
			chain.doFilter(new WithBody(request, body), response);
		}
	}

	/** As the container has decoded it, so that no spelling of it goes around. */
	private static String path(HttpServletRequest request) {
		String more = request.getPathInfo();
		return (more != null) ? request.getServletPath() + more : request.getServletPath();
	}

	private void refuse(String operation, HttpServletResponse response) throws IOException {
		byte[] answer = this.mapper.writeValueAsBytes(new RaftAnswer(operation, false, Outcome.TOO_LARGE,
				"The body is longer than " + BODY_BYTES_MAX + " bytes", null, null, null, null, null));
		response.setStatus(Outcome.TOO_LARGE.httpStatus());
		response.setContentType(MediaType.APPLICATION_JSON_VALUE);
		response.setContentLength(answer.length);
		response.getOutputStream().write(answer);
	}

	/** A request whose body was read already. */
	private static final class WithBody extends HttpServletRequestWrapper {

		private final BodyStream body;

		WithBody(HttpServletRequest request, byte[] body) {
			super(request);
			this.body = new BodyStream(body);
		}

		@Override
		public ServletInputStream getInputStream() {
			return this.body;
		}

		@Override
		public BufferedReader getReader() {
			return new BufferedReader(new InputStreamReader(this.body, StandardCharsets.UTF_8));
		}

	}

	private static final class BodyStream extends ServletInputStream {

		private final ByteArrayInputStream source;

		BodyStream(byte[] body) {
			this.source = new ByteArrayInputStream(body);
		}

		@Override
		public int read() {
			return this.source.read();
		}

		@Override
		public int read(byte[] target, int offset, int length) {
			return this.source.read(target, offset, length);
		}

		@Override
		public boolean isFinished() {
			return this.source.available() == 0;
		}

		@Override
		public boolean isReady() {
			return true;
		}

		@Override
		public void setReadListener(ReadListener listener) {
			throw new IllegalStateException("The body was read already");
		}

	}

}
