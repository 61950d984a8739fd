package io.raftboot.sample;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Stops reading a body that is longer than any valid one, instead of keeping it in memory
 * whole. The reader meets a {@link BodyTooLargeException}. What the starter offers under
 * {@code /raft} has limits of its own.
 */
@Component
class BodyLimitFilter extends OncePerRequestFilter {

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return request.getRequestURI().startsWith(request.getContextPath() + "/raft/");
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		chain.doFilter(new LimitedRequest(request), response);
	}

	private static final class LimitedRequest extends HttpServletRequestWrapper {

		private LimitedRequest(HttpServletRequest request) {
			super(request);
		}

		@Override
		public ServletInputStream getInputStream() throws IOException {
			return new LimitedStream(super.getInputStream());
		}

	}

	private static final class LimitedStream extends ServletInputStream {

		private final ServletInputStream source;

		private long left = Limits.BODY_BYTES_MAX;

		private LimitedStream(ServletInputStream source) {
			this.source = source;
		}

		@Override
		public int read() throws IOException {
			int read = this.source.read();
			count((read < 0) ? 0 : 1);
			return read;
		}

		@Override
		public int read(byte[] target, int offset, int length) throws IOException {
			int read = this.source.read(target, offset, length);
			count(read);
			return read;
		}

		private void count(int read) throws BodyTooLargeException {
			this.left -= Math.max(read, 0);
			if (this.left < 0) {
				throw new BodyTooLargeException(Limits.BODY_BYTES_MAX);
			}
		}

		@Override
		public boolean isFinished() {
			return this.source.isFinished();
		}

		@Override
		public boolean isReady() {
			return this.source.isReady();
		}

		@Override
		public void setReadListener(ReadListener listener) {
			this.source.setReadListener(listener);
		}

	}

}
