package io.raftboot.core.transport.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.raftboot.core.model.MemberStatus;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Role;
import io.raftboot.core.model.StatusResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.raftboot.core.transport.codec.MessageCodecTests.decode;
import static io.raftboot.core.transport.codec.MessageCodecTests.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What a node says of itself when it is asked. */
class StatusCodecTests {

	private static final int ROLE = FrameHeader.BYTES + 16;

	@ParameterizedTest
	@EnumSource
	void carriesEveryRoleWithoutALeaderToo(Role role) {
		StatusResponse response = new StatusResponse(MessageSamples.FROM, 1L,
				new MemberStatus(role, null, 2L, 1L, 0L, 0L, 0L, 0L, 0L, 0L));
		assertThat(decode(frame(response))).isEqualTo(response);
	}

	@Test
	void hasRoomForTheLongestLeader() {
		StatusResponse response = new StatusResponse(MessageSamples.FROM, Long.MAX_VALUE, new MemberStatus(Role.LEADER,
				NodeId.of("x".repeat(NodeId.LENGTH_MAX)), Long.MAX_VALUE, 1L, 2L, 3L, 4L, 5L, 6L, 7L));
		assertThat(decode(frame(response))).isEqualTo(response);
	}

	@Test
	void ofANewerVersionIsRefused() {
		refused(frame(MessageSamples.statusResponse()).put(ROLE, (byte) Role.values().length), "unknown role 4");
		refused(frame(MessageSamples.statusResponse()).put(ROLE, (byte) -1), "unknown role 255");
	}

	@Test
	void withALeaderThatIsNoIdIsRefused() {
		refused(frame(MessageSamples.statusResponse()).put(ROLE + 2, (byte) '/'), "Node id");
	}

	@Test
	void withIndexesThatAreNoneIsRefused() {
		ByteBuffer frame = frame(MessageSamples.statusResponse());
		for (int i = 1; i <= 7; i++) {
			refused(ByteBuffer.wrap(frame.array().clone())
				.order(ByteOrder.LITTLE_ENDIAN)
				.limit(frame.limit())
				.putLong(frame.limit() - 8 * i, -i), "-" + i + " in a status");
		}
	}

	private void refused(ByteBuffer frame, String why) {
		assertThatExceptionOfType(MalformedFrameException.class).isThrownBy(() -> decode(frame))
			.withMessageContaining(why);
	}

}
