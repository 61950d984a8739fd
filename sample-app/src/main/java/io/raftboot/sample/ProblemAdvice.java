package io.raftboot.sample;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Answers every error with a problem detail, see {@link Problems}.
 */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

	private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

	private static final String RETRY_AFTER_SECONDS = "1";

	@ExceptionHandler
	@Nullable ResponseEntity<Object> handleOther(Exception ex, WebRequest request) {
		ProblemDetail problem = Problems.of(ex);
		HttpStatus status = HttpStatus.valueOf(problem.getStatus());
		if (status == HttpStatus.INTERNAL_SERVER_ERROR) {
			log.error("Cannot answer {}", request.getDescription(false), ex);
		}
		HttpHeaders headers = new HttpHeaders();
		if (status == HttpStatus.SERVICE_UNAVAILABLE || status == HttpStatus.TOO_MANY_REQUESTS) {
			headers.set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
		}
		return handleExceptionInternal(ex, problem, headers, status, request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		if (NestedExceptionUtils.getMostSpecificCause(ex) instanceof BodyTooLargeException tooLarge) {
			HttpStatus tooLargeStatus = HttpStatus.CONTENT_TOO_LARGE;
			return handleExceptionInternal(ex, Problems.notDone(tooLargeStatus, String.valueOf(tooLarge.getMessage())),
					headers, tooLargeStatus, request);
		}
		return handleExceptionInternal(ex,
				Problems.notDone(HttpStatus.BAD_REQUEST, "The body is not the expected JSON"), headers, status,
				request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleAsyncRequestTimeoutException(AsyncRequestTimeoutException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		HttpStatus timeout = HttpStatus.GATEWAY_TIMEOUT;
		return handleExceptionInternal(ex, Problems.unknown(timeout, "No end in time"), headers, timeout, request);
	}

	/** Completes the problems that Spring made: they come from before any proposal. */
	@Override
	protected ResponseEntity<Object> createResponseEntity(@Nullable Object body, HttpHeaders headers,
			HttpStatusCode status, WebRequest request) {
		if (body instanceof ProblemDetail problem && !Problems.hasOutcome(problem)) {
			Problems.setNotDone(problem);
		}
		return super.createResponseEntity(body, headers, status, request);
	}

}
