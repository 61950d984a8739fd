package io.raftboot.test.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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
import io.raftboot.core.transport.Hello;
import io.raftboot.core.transport.HostPort;
import io.raftboot.core.transport.Lane;
import io.raftboot.core.transport.codec.FrameHeader;
import io.raftboot.core.transport.codec.HandshakeCodec;
import io.raftboot.core.transport.codec.MessageEncoder;
import io.raftboot.core.transport.tcp.TcpTransport;
import io.raftboot.core.transport.tcp.TcpTransportOptions;
import org.junit.jupiter.api.AfterEach;
import org.slf4j.LoggerFactory;

import static io.raftboot.test.transport.TransportProbe.runUntil;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nodes on TCP and bare sockets that talk to them, closed after each test. What the nodes
 * log meanwhile is kept.
 */
abstract class TcpFixture {

	static final int GROUP = FrameHeader.groupHash("default");

	static final NodeId STRANGER = NodeId.of("x");

	private final List<AutoCloseable> resources = new ArrayList<>();

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	TcpFixture() {
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

	final void closeLater(AutoCloseable resource) {
		this.resources.add(resource);
	}

	final List<ILoggingEvent> logged() {
		return this.log.list;
	}

	static TcpTransportOptions.Builder options() {
		return TcpTransportOptions.builder("127.0.0.1:0", "default")
			.retry(Duration.ofMillis(5), Duration.ofMillis(50), Duration.ofMillis(50))
			.ping(Duration.ofSeconds(1), Duration.ofSeconds(60));
	}

	final TransportProbe node(String id, TcpTransportOptions.Builder options) {
		TransportProbe probe = TransportProbe.start(id, new TcpTransport(options.build()));
		closeLater(probe);
		return probe;
	}

	final Socket dial(TransportProbe node) throws IOException {
		HostPort address = HostPort.parse(node.transport().boundAddress());
		Socket socket = new Socket(address.host(), address.port());
		closeLater(socket);
		return socket;
	}

	/** A socket that has been welcomed as node x. */
	final Socket greet(TransportProbe node) throws IOException {
		return greet(node, Lane.CONTROL);
	}

	final Socket greet(TransportProbe node, Lane lane) throws IOException {
		Socket socket = dial(node);
		write(socket, HandshakeCodec.encode(hello(), lane));
		runUntil(() -> available(socket) >= HandshakeCodec.HEADER_BYTES, node);
		ByteBuffer answer = read(socket);
		assertThat(HandshakeCodec.kind(answer)).isEqualTo(HandshakeCodec.HELLO);
		return socket;
	}

	static Hello hello() {
		return new Hello("default", ClusterId.NONE, STRANGER, 7L, 99L, 0L, "", false, List.of());
	}

	static void write(Socket socket, ByteBuffer bytes) throws IOException {
		byte[] array = new byte[bytes.remaining()];
		bytes.get(array);
		socket.getOutputStream().write(array);
	}

	static ByteBuffer read(Socket socket) throws IOException {
		byte[] bytes = new byte[socket.getInputStream().available()];
		int count = socket.getInputStream().read(bytes);
		return ByteBuffer.wrap(bytes, 0, count).order(ByteOrder.LITTLE_ENDIAN);
	}

	static int available(Socket socket) {
		try {
			return socket.getInputStream().available();
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	/** Whether the node has closed its side; reads what came before. */
	static boolean isClosed(Socket socket) {
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

	static ByteBuffer heartbeatFrame(long round) {
		ByteBuffer frame = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
		MessageEncoder.encode(heartbeat(round), GROUP, frame);
		return frame.flip();
	}

	static Heartbeat heartbeat(long round) {
		return new Heartbeat(STRANGER, 1L, 2L, round, 4);
	}

	static AppendEntries append(long index, int payloadBytes) {
		EntryBatch batch = EntryBatchBuilder.single(index, 1L, EntryType.COMMAND, ByteBuffer.allocate(payloadBytes));
		return new AppendEntries(STRANGER, 1L, index - 1, 1L, 0L, 0L, 0, batch);
	}

}
