package io.raftboot.core.node;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

import io.raftboot.core.model.InquiryResponse;
import io.raftboot.core.model.InquiryResponse.Status;

/**
 * Has the application answer what other nodes ask it, on a thread of its own: it is user
 * code, and may look at files. Loop thread only, but for the answers.
 */
final class InquiryDesk {

	/** Questions that may wait; more are not answered. */
	static final int WAITING_MAX = 16;

	private final Map<String, Callable<byte[]>> answers;

	private final ExecutorService executor;

	private final Inbox inbox;

	InquiryDesk(Map<String, Callable<byte[]>> answers, ExecutorService executor, Inbox inbox) {
		this.answers = Map.copyOf(answers);
		this.executor = executor;
		this.inbox = inbox;
	}

	/** Answers by way of the reply, now or later. */
	void answer(String topic, Reply reply) {
		Callable<byte[]> answer = this.answers.get(topic);
		if (answer == null) {
			reply.end(Status.UNKNOWN_TOPIC, text(""));
			return;
		}
		try {
			this.executor.execute(() -> run(answer, reply));
		}
		catch (RejectedExecutionException ex) {
			reply.end(Status.UNABLE, text("too many questions wait already"));
		}
	}

	/** On the executor. */
	private void run(Callable<byte[]> answer, Reply reply) {
		try {
			byte[] content = answer.call();
			if (content.length > InquiryResponse.CONTENT_BYTES_MAX) {
				throw new IllegalStateException("the answer has " + content.length + " bytes; at most "
						+ InquiryResponse.CONTENT_BYTES_MAX + " are allowed");
			}
			this.inbox.execute(() -> reply.end(Status.ANSWERED, ByteBuffer.wrap(content)));
		}
		catch (Throwable ex) {
			String why = (ex.getMessage() != null) ? ex.getMessage() : ex.getClass().getName();
			this.inbox.execute(() -> reply.end(Status.UNABLE, text(why)));
		}
	}

	private static ByteBuffer text(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		return ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, 1_000));
	}

	void close() {
		this.executor.shutdownNow();
	}

	/** Who hears the answer; on the loop. */
	interface Reply {

		void end(Status status, ByteBuffer content);

	}

}
