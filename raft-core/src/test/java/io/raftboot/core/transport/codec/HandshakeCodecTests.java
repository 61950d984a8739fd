package io.raftboot.core.transport.codec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.transport.Hello;
import io.raftboot.core.transport.Lane;
import io.raftboot.core.transport.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HandshakeCodecTests {

	private static final Hello HELLO = new Hello("default", new ClusterId(0x1122334455667788L, -5L),
			NodeId.of("node-1"), 77L, Long.MIN_VALUE, 41L, "h1:7000", true, 7, "1.2.3-é",
			List.of(new Hello.Machine("default", 1), new Hello.Machine("Konten-ä", 0xffff)));

	private static final Refusal REFUSAL = new Refusal(Refusal.Code.WRONG_CLUSTER, "Das ist ein anderer Verbund – geh");

	private static ByteBuffer body(ByteBuffer handshake) {
		int bytes = HandshakeCodec.checkedBodyBytes(handshake);
		assertThat(handshake.remaining()).isEqualTo(HandshakeCodec.HEADER_BYTES + bytes);
		return handshake.slice(HandshakeCodec.HEADER_BYTES, bytes);
	}

	@Test
	void aHelloComesOutAsItWentIn() {
		ByteBuffer encoded = HandshakeCodec.encode(HELLO);
		assertThat(HandshakeCodec.isHandshake(encoded)).isTrue();
		assertThat(HandshakeCodec.kind(encoded)).isEqualTo(HandshakeCodec.HELLO);
		assertThat(HandshakeCodec.version(encoded)).isEqualTo(HandshakeCodec.VERSION);
		assertThat(HandshakeCodec.decodeHello(body(encoded))).isEqualTo(HELLO);
	}

	@ParameterizedTest
	@EnumSource
	void aHelloSaysWhatItsConnectionIsFor(Lane lane) {
		ByteBuffer encoded = HandshakeCodec.encode(HELLO, lane);
		assertThat(HandshakeCodec.lane(encoded)).isEqualTo(lane);
		assertThat(HandshakeCodec.decodeHello(body(encoded))).isEqualTo(HELLO);
	}

	@Test
	void aConnectionBeginsWithNothingButAHello() {
		for (int kind : new int[] { 0, HandshakeCodec.REFUSAL, 4, 0xffff }) {
			ByteBuffer encoded = HandshakeCodec.encode(HELLO).putShort(6, (short) kind);
			assertThatExceptionOfType(MalformedFrameException.class).isThrownBy(() -> HandshakeCodec.lane(encoded))
				.withMessageContaining("does not begin with a hello");
		}
	}

	@ParameterizedTest
	@EnumSource
	void aRefusalComesOutAsItWentIn(Refusal.Code code) {
		Refusal refusal = new Refusal(code, REFUSAL.message());
		ByteBuffer encoded = HandshakeCodec.encode(refusal);
		assertThat(HandshakeCodec.kind(encoded)).isEqualTo(HandshakeCodec.REFUSAL);
		assertThat(HandshakeCodec.decodeRefusal(body(encoded))).isEqualTo(refusal);
	}

	@Test
	void allLookAsInTheFirstRelease() throws IOException {
		assertGolden("hello", HandshakeCodec.encode(HELLO));
		assertGolden("bulk-hello", HandshakeCodec.encode(HELLO, Lane.BULK));
		assertGolden("refusal", HandshakeCodec.encode(REFUSAL));
	}

	private void assertGolden(String name, ByteBuffer encoded) throws IOException {
		byte[] bytes = new byte[encoded.remaining()];
		encoded.get(bytes);
		try (InputStream golden = getClass().getResourceAsStream("/golden/handshake-v1-" + name + ".bin")) {
			assertThat(golden).isNotNull();
			assertThat(bytes).isEqualTo(golden.readAllBytes());
		}
	}

	@Test
	void aReasonOfANewerVersionKeepsItsText() {
		ByteBuffer encoded = HandshakeCodec.encode(REFUSAL).putShort(HandshakeCodec.HEADER_BYTES, (short) 999);
		assertThat(HandshakeCodec.decodeRefusal(body(encoded)).message()).contains(REFUSAL.message()).contains("999");
	}

	@Test
	void otherProtocolsAreRefused() {
		ByteBuffer http = ByteBuffer.wrap("GET / HTTP/1.1\r\n".getBytes()).order(ByteOrder.LITTLE_ENDIAN);
		assertThatExceptionOfType(MalformedFrameException.class)
			.isThrownBy(() -> HandshakeCodec.checkedBodyBytes(http));
	}

	@Test
	void lengthsAreCheckedFirst() {
		for (int length : new int[] { -1, 8193, Integer.MAX_VALUE, Integer.MIN_VALUE }) {
			ByteBuffer encoded = HandshakeCodec.encode(HELLO).putInt(8, length);
			assertThatExceptionOfType(MalformedFrameException.class)
				.isThrownBy(() -> HandshakeCodec.checkedBodyBytes(encoded));
		}
	}

	@Test
	void partsAndExtensionsAreRefused() {
		ByteBuffer hello = body(HandshakeCodec.encode(HELLO));
		for (int bytes = 0; bytes < hello.limit(); bytes++) {
			ByteBuffer part = hello.slice(0, bytes);
			assertThatExceptionOfType(MalformedFrameException.class).isThrownBy(() -> HandshakeCodec.decodeHello(part));
		}
		ByteBuffer longer = ByteBuffer.allocate(hello.limit() + 1).put(hello).rewind();
		assertThatExceptionOfType(MalformedFrameException.class).isThrownBy(() -> HandshakeCodec.decodeHello(longer));
	}

	@Test
	void theLongestHelloFits() {
		List<Hello.Machine> machines = new ArrayList<>();
		for (int i = 0; i < Hello.MACHINES_MAX; i++) {
			machines.add(new Hello.Machine("%064d".formatted(i), i + 1));
		}
		Hello hello = new Hello("g".repeat(255), HELLO.clusterId(), NodeId.of("n".repeat(64)), 1L, 2L, 3L,
				"a".repeat(1000), false, 100, "v".repeat(64), machines);
		assertThat(HandshakeCodec.decodeHello(body(HandshakeCodec.encode(hello)))).isEqualTo(hello);
	}

	@Test
	void tooManyMachinesAreRefused() {
		ByteBuffer hello = body(HandshakeCodec.encode(withMachines(List.of())));
		hello.put(hello.limit() - 1, (byte) (Hello.MACHINES_MAX + 1));
		assertThatExceptionOfType(MalformedFrameException.class).isThrownBy(() -> HandshakeCodec.decodeHello(hello))
			.withMessageContaining("65 state machines");
		Hello tooMany = withMachines(Collections.nCopies(Hello.MACHINES_MAX + 1, new Hello.Machine("default", 1)));
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> HandshakeCodec.encode(tooMany));
		Hello tooLong = withMachines(List.of(new Hello.Machine("m".repeat(65), 1)));
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> HandshakeCodec.encode(tooLong));
	}

	@Test
	void versionZeroOfCommandsIsNone() {
		ByteBuffer hello = body(HandshakeCodec.encode(withMachines(List.of(new Hello.Machine("default", 1)))));
		hello.putShort(hello.limit() - 2, (short) 0);
		assertThatExceptionOfType(MalformedFrameException.class).isThrownBy(() -> HandshakeCodec.decodeHello(hello))
			.withMessageContaining("Version 0");
	}

	private static Hello withMachines(List<Hello.Machine> machines) {
		return new Hello(HELLO.group(), HELLO.clusterId(), HELLO.nodeId(), 1L, 2L, 3L, "h1:7000", false, machines);
	}

	@Test
	void aPriorityThatIsNoneIsRefused() {
		ByteBuffer hello = body(HandshakeCodec.encode(withMachines(List.of())));
		hello.put(hello.limit() - 3, (byte) 101);
		assertThatExceptionOfType(MalformedFrameException.class).isThrownBy(() -> HandshakeCodec.decodeHello(hello))
			.withMessageContaining("priority 101");
	}

	@Test
	void ofALongVersionTheBeginningTravels() {
		Hello hello = new Hello(HELLO.group(), HELLO.clusterId(), HELLO.nodeId(), 1L, 2L, 3L, "h1:7000", false, 0,
				"v".repeat(300), List.of());
		assertThat(HandshakeCodec.decodeHello(body(HandshakeCodec.encode(hello))).version())
			.hasSizeLessThanOrEqualTo(64)
			.startsWith("vvv");
	}

	@Test
	void aNodeIdThatIsNoneIsRefused() {
		ByteBuffer hello = body(HandshakeCodec.encode(HELLO));
		hello.put(1 + 7 + 16 + 1, (byte) '/');
		assertThatExceptionOfType(MalformedFrameException.class).isThrownBy(() -> HandshakeCodec.decodeHello(hello))
			.withMessageContaining("Node id");
	}

}
