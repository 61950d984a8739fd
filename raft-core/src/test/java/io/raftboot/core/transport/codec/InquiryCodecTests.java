package io.raftboot.core.transport.codec;

import java.nio.ByteBuffer;

import io.raftboot.core.model.InquiryRequest;
import io.raftboot.core.model.InquiryResponse;
import io.raftboot.core.model.InquiryResponse.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.raftboot.core.transport.codec.MessageCodecTests.decode;
import static io.raftboot.core.transport.codec.MessageCodecTests.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What the application of a node is asked, and what it answers. */
class InquiryCodecTests {

	private static final int STATUS = FrameHeader.BYTES + 16;

	private static final int LENGTH = STATUS + 1;

	private static final int TOPIC_LENGTH = FrameHeader.BYTES + 16;

	@ParameterizedTest
	@EnumSource
	void carriesEveryStatusAndTheLongestAnswer(Status status) {
		for (int bytes : new int[] { 0, 1, InquiryResponse.CONTENT_BYTES_MAX }) {
			InquiryResponse response = response(status, bytes);
			assertThat(decode(frame(response))).isEqualTo(response);
		}
	}

	@Test
	void aLongerAnswerIsNotSent() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> frame(response(Status.ANSWERED, InquiryResponse.CONTENT_BYTES_MAX + 1)))
			.withMessage("Answer of 524289 bytes; at most 524288 are allowed");
	}

	@Test
	void aTopicHasAByteAtLeastAnd64AtMost() {
		InquiryRequest longest = new InquiryRequest(MessageSamples.FROM, 6L, 1L, "ä".repeat(32));
		assertThat(decode(frame(longest))).isEqualTo(longest);
		for (String topic : new String[] { "", "x".repeat(65), "ä".repeat(33) }) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> new InquiryRequest(MessageSamples.FROM, 6L, 1L, topic))
				.withMessageContaining("not from 1 to 64");
		}
		ByteBuffer empty = frame(longest).put(TOPIC_LENGTH, (byte) 0);
		refused(empty, "Topic of 0 bytes");
	}

	@Test
	void anAnswerOfANewerVersionIsRefused() {
		refused(frame(response(Status.UNABLE, 3)).put(STATUS, (byte) Status.values().length), "unknown status 3");
	}

	@Test
	void anAnswerIsNotReadBeyondItsFrame() {
		refused(frame(response(Status.ANSWERED, 3)).putInt(LENGTH, 4), "answer of 4 bytes with 3 left");
		refused(frame(response(Status.ANSWERED, 3)).putInt(LENGTH, -1), "answer of -1 bytes");
	}

	private static InquiryResponse response(Status status, int bytes) {
		return new InquiryResponse(MessageSamples.FROM, 6L, Long.MAX_VALUE, status, ByteBuffer.allocate(bytes));
	}

	private void refused(ByteBuffer frame, String why) {
		assertThatExceptionOfType(MalformedFrameException.class).isThrownBy(() -> decode(frame))
			.withMessageContaining(why);
	}

}
