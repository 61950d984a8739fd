package io.raftboot.test.transport;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.raftboot.core.transport.Refusal;
import io.raftboot.core.transport.codec.FrameHeader;
import io.raftboot.core.transport.codec.HandshakeCodec;
import io.raftboot.core.transport.codec.MessageEncoder;
import org.junit.jupiter.api.Test;

import static io.raftboot.test.transport.TransportProbe.runUntil;
import static io.raftboot.test.transport.TransportProbe.settle;
import static org.assertj.core.api.Assertions.assertThat;

/** What comes over TCP from somebody who is no node, or a broken one. */
class TcpStrangerTests extends TcpFixture {

	private final TransportProbe node = node("a", options().handshakeTimeout(Duration.ofMillis(200)));

	private void assertRefused(Socket socket, String why) {
		runUntil(() -> isClosed(socket), this.node);
		assertThat(this.node.transport().counters().framesRefused()).isEqualTo(1);
		assertThat(this.node.messages()).isEmpty();
		assertThat(warnings()).singleElement().asString().contains("/127.0.0.1:").contains(why);
	}

	private List<String> warnings() {
		return logged().stream()
			.filter((event) -> event.getLevel() == Level.WARN)
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

	@Test
	void garbageClosesTheConnection() throws IOException {
		Socket socket = dial(this.node);
		write(socket, ByteBuffer.wrap("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes()));
		assertRefused(socket, "not the protocol");
	}

	@Test
	void garbageAfterTheHandshakeClosesTheConnection() throws IOException {
		Socket socket = greet(this.node);
		write(socket, ByteBuffer.wrap("some text that is no frame at all".getBytes()));
		assertRefused(socket, "frame of ");
	}

	@Test
	void aHugeLengthClosesTheConnectionBeforeAnythingIsReserved() throws IOException {
		Socket socket = greet(this.node);
		ByteBuffer frame = heartbeatFrame(1);
		frame.putInt(0, Integer.MAX_VALUE);
		write(socket, frame);
		assertRefused(socket, "frame of 2147483651 bytes");
	}

	@Test
	void aFrameOfAnotherGroupClosesTheConnection() throws IOException {
		Socket socket = greet(this.node);
		ByteBuffer frame = heartbeatFrame(1);
		frame.putInt(4, 123);
		write(socket, frame);
		assertRefused(socket, "another group");
	}

	@Test
	void anUnknownMessageClosesTheConnection() throws IOException {
		Socket socket = greet(this.node);
		ByteBuffer frame = heartbeatFrame(1);
		frame.put(8, (byte) 99);
		write(socket, frame);
		assertRefused(socket, "unknown message type 99");
	}

	@Test
	void damagedEntriesCloseTheConnection() throws IOException {
		Socket socket = greet(this.node);
		ByteBuffer frame = ByteBuffer.allocate(1000).order(ByteOrder.LITTLE_ENDIAN);
		MessageEncoder.encode(append(5, 100), GROUP, frame);
		frame.put(frame.position() - 50, (byte) 1);
		write(socket, frame.flip());
		assertRefused(socket, "Entry 5");
	}

	@Test
	void wordsBeforeTheWelcomeCloseTheConnection() throws IOException {
		Socket socket = dial(this.node);
		ByteBuffer hello = HandshakeCodec.encode(hello());
		ByteBuffer frame = heartbeatFrame(1);
		write(socket, ByteBuffer.allocate(200).put(hello).put(frame).flip());
		assertRefused(socket, "before it was welcomed");
	}

	@Test
	void whatCameBeforeTheGarbageCounts() throws IOException {
		Socket socket = greet(this.node);
		write(socket, heartbeatFrame(1));
		write(socket, ByteBuffer.allocate(12));
		runUntil(() -> isClosed(socket), this.node);
		runUntil(() -> !this.node.messages().isEmpty(), this.node);
		assertThat(this.node.messages()).containsExactly(heartbeat(1));
	}

	@Test
	void halfAFrameWaitsForItsRest() throws IOException {
		Socket socket = greet(this.node);
		ByteBuffer frame = heartbeatFrame(1);
		write(socket, frame.slice(0, 20));
		settle(this.node);
		assertThat(this.node.messages()).isEmpty();
		write(socket, frame.slice(20, frame.limit() - 20));
		runUntil(() -> !this.node.messages().isEmpty(), this.node);
	}

	@Test
	void halfAFrameAndAnEndIsNothing() throws IOException {
		Socket socket = greet(this.node);
		write(socket, heartbeatFrame(1).limit(20));
		socket.close();
		settle(this.node);
		assertThat(this.node.messages()).isEmpty();
		assertThat(this.node.transport().counters().framesRefused()).isZero();
		assertThat(warnings()).isEmpty();
	}

	@Test
	void aConnectionWithoutAHandshakeIsClosedInTime() throws IOException {
		Socket socket = dial(this.node);
		write(socket, HandshakeCodec.encode(hello()).limit(20));
		runUntil(() -> isClosed(socket), this.node);
		assertThat(warnings()).singleElement().asString().contains("no handshake in time");
	}

	@Test
	void anotherVersionIsToldWhichOneIsSpokenHere() throws IOException {
		Socket socket = dial(this.node);
		write(socket, HandshakeCodec.encode(hello()).putShort(4, (short) 7));
		runUntil(() -> available(socket) > HandshakeCodec.HEADER_BYTES, this.node);
		ByteBuffer answer = read(socket);
		assertThat(HandshakeCodec.kind(answer)).isEqualTo(HandshakeCodec.REFUSAL);
		Refusal refusal = HandshakeCodec.decodeRefusal(answer.position(HandshakeCodec.HEADER_BYTES).slice());
		assertThat(refusal.code()).isEqualTo(Refusal.Code.WRONG_VERSION);
		assertThat(refusal.message()).contains("version 1").contains("version 7");
		runUntil(() -> isClosed(socket), this.node);
		assertThat(this.node.greeted()).isEmpty();
	}

	@Test
	void oneHostIsWarnedOfOnce() throws IOException {
		for (int i = 0; i < 20; i++) {
			Socket socket = dial(this.node);
			write(socket, ByteBuffer.allocate(12));
			runUntil(() -> isClosed(socket), this.node);
		}
		assertThat(this.node.transport().counters().framesRefused()).isEqualTo(20);
		assertThat(warnings()).hasSize(1);
	}

	@Test
	void aFloodOfPingsEndsTheConnection() throws IOException {
		Socket socket = greet(this.node);
		ByteBuffer pings = ByteBuffer.allocate(12 * 10_000).order(ByteOrder.LITTLE_ENDIAN);
		while (pings.hasRemaining()) {
			FrameHeader.write(pings, GROUP, FrameHeader.PING, 0);
		}
		Thread flood = new Thread(() -> {
			try {
				while (true) {
					socket.getOutputStream().write(pings.array());
				}
			}
			catch (IOException expected) {
				// The node closed it
			}
		});
		flood.start();
		runUntil(() -> !flood.isAlive(), this.node);
		assertThat(warnings()).singleElement().asString().contains("more pings");
	}

}
