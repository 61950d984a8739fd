package io.raftboot.test.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryBatchBuilder;
import io.raftboot.core.model.EntryType;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.transport.Hello;
import io.raftboot.core.transport.HostPort;
import io.raftboot.core.transport.Refusal;
import io.raftboot.core.transport.codec.FrameHeader;
import io.raftboot.core.transport.codec.HandshakeCodec;
import io.raftboot.core.transport.codec.MessageEncoder;
import io.raftboot.core.transport.tcp.TcpTransport;
import io.raftboot.core.transport.tcp.TcpTransportOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static io.raftboot.test.transport.TransportProbe.runUntil;
import static io.raftboot.test.transport.TransportProbe.settle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** TCP where it differs from other transports: bytes, sockets, strangers. */
class TcpTransportTests {

	private static final int GROUP = FrameHeader.groupHash("default");

	private static final NodeId STRANGER = NodeId.of("x");

	private final List<AutoCloseable> resources = new ArrayList<>();

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	TcpTransportTests() {
		this.log.start();
		logger().addAppender(this.log);
	}

	private static Logger logger() {
		return (Logger) LoggerFactory.getLogger(TcpTransport.class);
	}

	@AfterEach
	void closeAll() throws Exception {
		logger().detachAppender(this.log);
		for (AutoCloseable resource : this.resources) {
			resource.close();
		}
	}

	private static TcpTransportOptions.Builder options() {
		return TcpTransportOptions.builder("127.0.0.1:0", "default")
			.retry(Duration.ofMillis(5), Duration.ofMillis(50), Duration.ofMillis(50))
			.ping(Duration.ofSeconds(1), Duration.ofSeconds(60));
	}

	private TransportProbe node(String id, TcpTransportOptions.Builder options) {
		TransportProbe probe = TransportProbe.start(id, new TcpTransport(options.build()));
		this.resources.add(probe);
		return probe;
	}

	private Socket dial(TransportProbe node) throws IOException {
		HostPort address = HostPort.parse(node.transport().boundAddress());
		Socket socket = new Socket(address.host(), address.port());
		this.resources.add(socket);
		return socket;
	}

	/** A socket that has been welcomed as node x. */
	private Socket greet(TransportProbe node) throws IOException {
		Socket socket = dial(node);
		write(socket, HandshakeCodec.encode(hello()));
		runUntil(() -> available(socket) >= HandshakeCodec.HEADER_BYTES, node);
		ByteBuffer answer = read(socket);
		assertThat(HandshakeCodec.kind(answer)).isEqualTo(HandshakeCodec.HELLO);
		return socket;
	}

	private static Hello hello() {
		return new Hello("default", ClusterId.NONE, STRANGER, 7L, 99L);
	}

	private static void write(Socket socket, ByteBuffer bytes) throws IOException {
		byte[] array = new byte[bytes.remaining()];
		bytes.get(array);
		socket.getOutputStream().write(array);
	}

	private static ByteBuffer read(Socket socket) throws IOException {
		byte[] bytes = new byte[socket.getInputStream().available()];
		int count = socket.getInputStream().read(bytes);
		return ByteBuffer.wrap(bytes, 0, count).order(ByteOrder.LITTLE_ENDIAN);
	}

	private static int available(Socket socket) {
		try {
			return socket.getInputStream().available();
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	/** Whether the node has closed its side; reads what came before. */
	private static boolean isClosed(Socket socket) {
		try {
			socket.setSoTimeout(1);
			InputStream input = socket.getInputStream();
			int read = input.read();
			while (read >= 0) {
				read = input.read();
			}
			return true;
		}
		catch (java.net.SocketTimeoutException ex) {
			return false;
		}
		catch (IOException ex) {
			return true;
		}
	}

	private static ByteBuffer heartbeatFrame(long round) {
		ByteBuffer frame = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
		MessageEncoder.encode(heartbeat(round), GROUP, frame);
		return frame.flip();
	}

	private static Heartbeat heartbeat(long round) {
		return new Heartbeat(STRANGER, 1L, 2L, round, 4);
	}

	private static AppendEntries append(long index, int payloadBytes) {
		EntryBatch batch = EntryBatchBuilder.single(index, 1L, EntryType.COMMAND, ByteBuffer.allocate(payloadBytes));
		return new AppendEntries(STRANGER, 1L, index - 1, 1L, 0L, 0L, 0, batch);
	}

	/** What comes from somebody who is no node, or a broken one. */
	@Nested
	class Strangers {

		private final TransportProbe node = node("a", options().handshakeTimeout(Duration.ofMillis(200)));

		private void assertRefused(Socket socket, String why) {
			runUntil(() -> isClosed(socket), this.node);
			assertThat(this.node.transport().counters().framesRefused()).isEqualTo(1);
			assertThat(this.node.messages()).isEmpty();
			assertThat(warnings()).singleElement().asString().contains("/127.0.0.1:").contains(why);
		}

		private List<String> warnings() {
			return TcpTransportTests.this.log.list.stream()
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

	/** Peers that are there but do not behave. */
	@Nested
	class BadPeers {

		private ServerSocket listen() throws IOException {
			ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
			TcpTransportTests.this.resources.add(server);
			return server;
		}

		private Peer at(ServerSocket server) {
			return new Peer(STRANGER, "127.0.0.1:" + server.getLocalPort(), 0L);
		}

		private Socket welcome(ServerSocket server, TransportProbe node) throws IOException {
			node.transport().connectTo(List.of(at(server)));
			server.setSoTimeout(1);
			Socket[] accepted = new Socket[1];
			runUntil(() -> (accepted[0] = tryAccept(server)) != null, node);
			TcpTransportTests.this.resources.add(accepted[0]);
			write(accepted[0], HandshakeCodec.encode(hello()));
			return accepted[0];
		}

		private static Socket tryAccept(ServerSocket server) {
			try {
				return server.accept();
			}
			catch (IOException ex) {
				return null;
			}
		}

		@Test
		void onesThatNeverReadCostNoMoreThanTheirQueue() throws IOException {
			TransportProbe a = node("a", options().outboundBytesMax(4 << 20));
			TransportProbe b = node("b", options());
			ServerSocket server = listen();
			welcome(server, a);
			runUntil(() -> a.events().contains("+x"), a);
			a.transport().connectTo(List.of(at(server), b.asPeer()));
			runUntil(() -> a.isConnectedTo(b), a, b);
			long start = System.nanoTime();
			long usedBefore = directBytes();
			for (int i = 0; i < 2_000_000 && a.transport().counters().messagesDropped() < 1000; i++) {
				a.transport().send(STRANGER, heartbeat(i));
				a.transport().flush();
				if (i % 1000 == 0) {
					a.transport().poll();
				}
			}
			assertThat(a.transport().counters().messagesDropped()).isEqualTo(1000);
			assertThat(directBytes() - usedBefore).isLessThan(16 << 20);
			assertThat(System.nanoTime() - start).isLessThan(20_000_000_000L);
			a.transport().send(b.id(), heartbeat(1));
			runUntil(() -> !b.messages().isEmpty(), a, b);
		}

		private static long directBytes() {
			return io.netty.util.internal.PlatformDependent.usedDirectMemory();
		}

		@Test
		void onesThatGiveNoSignOfLifeAreDialledAgain() throws IOException {
			TransportProbe a = node("a", options().ping(Duration.ofMillis(50), Duration.ofMillis(150)));
			ServerSocket server = listen();
			welcome(server, a);
			runUntil(() -> a.events().contains("-x"), a);
			welcome(server, a);
			runUntil(() -> a.events().size() == 3, a);
			assertThat(a.events()).containsExactly("+x", "-x", "+x");
		}

		@Test
		void quietOnesThatLiveAreKept() {
			TransportProbe a = node("a", options().ping(Duration.ofMillis(20), Duration.ofMillis(150)));
			TransportProbe b = node("b", options());
			a.connectTo(b);
			long end = System.nanoTime() + 600_000_000L;
			runUntil(() -> System.nanoTime() - end > 0, a, b);
			assertThat(a.events()).containsExactly("+b");
			assertThat(b.transport().counters().bytesReceived()).isGreaterThan(100);
		}

		@Test
		void onesThatAcceptAndSayNothingAreGivenUpAndDialledAgain() throws IOException {
			TransportProbe a = node("a", options().handshakeTimeout(Duration.ofMillis(100)));
			ServerSocket server = listen();
			a.transport().connectTo(List.of(at(server)));
			server.setSoTimeout(1);
			for (int i = 0; i < 3; i++) {
				runUntil(() -> tryAccept(server) != null, a);
			}
			assertThat(a.events()).isEmpty();
		}

		@Test
		void onesThatCloseWhatTheyWelcomedAreDialledLessAndLess() throws IOException {
			TransportProbe a = node("a",
					options().retry(Duration.ofMillis(10), Duration.ofSeconds(100), Duration.ofSeconds(1))
						.jitter(() -> 0));
			ServerSocket server = listen();
			long start = System.nanoTime();
			for (int i = 1; i <= 5; i++) {
				int count = i;
				Socket socket = welcome(server, a);
				runUntil(() -> a.events().size() == 2 * count - 1, a);
				socket.close();
				runUntil(() -> a.events().size() == 2 * count, a);
			}
			assertThat(System.nanoTime() - start).isGreaterThan((10 + 20 + 40 + 80) * 1_000_000L);
		}

		@Test
		void onesThatSendBackAnythingButPongsAreLeft() throws IOException {
			TransportProbe a = node("a", options());
			ServerSocket server = listen();
			Socket socket = welcome(server, a);
			runUntil(() -> a.events().contains("+x"), a);
			write(socket, heartbeatFrame(1));
			runUntil(() -> a.events().contains("-x"), a);
			assertThat(a.messages()).isEmpty();
			assertThat(a.transport().counters().framesRefused()).isEqualTo(1);
		}

		@Test
		void namesThatDoNotResolveHoldNobodyUp() {
			TransportProbe a = node("a", options());
			TransportProbe b = node("b", options());
			a.transport().connectTo(List.of(new Peer(STRANGER, "no-such-host.invalid:7400", 0L), b.asPeer()));
			runUntil(() -> a.isConnectedTo(b), a, b);
		}

	}

	@Test
	void messagesLargerThanAFrameMayBeAreNotSent() {
		TransportProbe a = node("a", options().frameBytesMax(100_000));
		TransportProbe b = node("b", options().frameBytesMax(100_000));
		a.connectTo(b);
		runUntil(() -> a.isConnectedTo(b), a, b);
		assertThat(a.transport().send(b.id(), append(1, 100_000))).isFalse();
		assertThat(a.transport().send(b.id(), append(1, 90_000))).isTrue();
		runUntil(() -> b.messages().size() == 1, a, b);
		assertThat(this.log.list).extracting(ILoggingEvent::getFormattedMessage)
			.anyMatch((line) -> line.contains("AppendEntries"));
	}

	@Test
	void ipv6Works() {
		TransportProbe a = node("a", TcpTransportOptions.builder("[::1]:0", "default"));
		TransportProbe b = node("b", TcpTransportOptions.builder("[::1]:0", "default"));
		assertThat(a.transport().boundAddress()).startsWith("[::1]:").doesNotEndWith(":0");
		a.connectTo(b);
		runUntil(() -> a.isConnectedTo(b), a, b);
	}

	@Test
	void aNameWithSeveralAddressesIsTriedInTurn() throws IOException {
		TransportProbe a = node("a", options());
		TransportProbe b = node("b", options());
		int port = HostPort.parse(b.transport().boundAddress()).port();
		a.transport().connectTo(List.of(new Peer(b.id(), "localhost:" + port, 0L)));
		runUntil(() -> a.isConnectedTo(b), a, b);
	}

	@Test
	void anAddressOfAnotherMachineIsAnErrorThatSaysSo() {
		TcpTransport transport = new TcpTransport(TcpTransportOptions.builder("192.0.2.1:7400", "default").build());
		TransportProbe a = node("a", options());
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> transport.start(a))
			.withMessageContaining("192.0.2.1:7400")
			.withMessageContaining("no such address");
		transport.close();
	}

	@Test
	void anUnknownHostIsAnErrorThatSaysSo() {
		TcpTransport transport = new TcpTransport(
				TcpTransportOptions.builder("no-such-host.invalid:0", "default").build());
		TransportProbe a = node("a", options());
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> transport.start(a))
			.withMessageContaining("no-such-host.invalid:0")
			.withMessageContaining("not known");
		transport.close();
	}

	@Test
	void anExceptionOfTheListenerReachesWhoPolls() {
		TcpTransport transport = new TcpTransport(options().build());
		TransportProbe a = node("a", options());
		TransportProbe b = TransportProbe.start("b", transport);
		this.resources.add(b);
		a.connectTo(b);
		runUntil(() -> a.isConnectedTo(b), a, b);
		b.failOnMessage(new IllegalStateException("invariant broken"));
		a.transport().send(b.id(), heartbeat(1));
		assertThatIllegalStateException().isThrownBy(() -> runUntil(() -> false, a, b)).withMessage("invariant broken");
	}

	@Test
	void aPortIsFreeAgainRightAfterTheClose() {
		TransportProbe a = node("a", options());
		TransportProbe b = node("b", options());
		a.connectTo(b);
		runUntil(() -> a.isConnectedTo(b), a, b);
		String address = b.transport().boundAddress();
		b.close();
		node("b", TcpTransportOptions.builder(address, "default"));
	}

}
