package io.raftboot.test.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;

import io.raftboot.core.model.Peer;
import io.raftboot.core.model.SnapshotChunk;
import io.raftboot.core.transport.Lane;
import io.raftboot.core.transport.codec.FrameHeader;
import io.raftboot.core.transport.codec.HandshakeCodec;
import io.raftboot.core.transport.codec.MessageEncoder;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static io.raftboot.test.transport.TransportProbe.runUntil;
import static io.raftboot.test.transport.TransportProbe.settle;
import static org.assertj.core.api.Assertions.assertThat;

/** Connections for snapshots, one side of which is a bare socket. */
class TcpBulkTests extends TcpFixture {

	private static SnapshotChunk chunk(int number) {
		return new SnapshotChunk(STRANGER, 1L, 50L, 1L, 1L << 40, 7, number * 1000L, ByteBuffer.allocate(1000));
	}

	private static ByteBuffer chunkFrame(int number) {
		ByteBuffer frame = ByteBuffer.allocate(2000).order(ByteOrder.LITTLE_ENDIAN);
		MessageEncoder.encode(chunk(number), GROUP, frame);
		return frame.flip();
	}

	@Nested
	class Accepted {

		private final TransportProbe node = node("a", options());

		private void assertAlive(Socket socket, ByteBuffer frame, int messages) throws IOException {
			write(socket, frame);
			runUntil(() -> this.node.messages().size() == messages, this.node);
			assertThat(isClosed(socket)).isFalse();
		}

		@Test
		void oneOfEachKindIsKept() throws IOException {
			Socket control = greet(this.node);
			Socket bulk = greet(this.node, Lane.BULK);
			assertAlive(control, heartbeatFrame(1), 1);
			assertAlive(bulk, chunkFrame(1), 2);
			Socket newer = greet(this.node, Lane.BULK);
			runUntil(() -> isClosed(bulk), this.node);
			assertAlive(newer, chunkFrame(2), 3);
			assertAlive(control, heartbeatFrame(2), 4);
			greet(this.node);
			runUntil(() -> isClosed(control), this.node);
			assertAlive(newer, chunkFrame(3), 5);
		}

		@Test
		void garbageClosesNoOther() throws IOException {
			Socket control = greet(this.node);
			Socket bulk = greet(this.node, Lane.BULK);
			write(bulk, ByteBuffer.wrap("some text that is no frame at all".getBytes()));
			runUntil(() -> isClosed(bulk), this.node);
			assertThat(this.node.transport().counters().framesRefused()).isEqualTo(1);
			assertAlive(control, heartbeatFrame(1), 1);
			assertAlive(greet(this.node, Lane.BULK), chunkFrame(1), 2);
		}

		@Test
		void nothingButPiecesIsTaken() throws IOException {
			Socket control = greet(this.node);
			Socket bulk = greet(this.node, Lane.BULK);
			write(bulk, heartbeatFrame(1));
			runUntil(() -> isClosed(bulk), this.node);
			assertThat(this.node.messages()).isEmpty();
			assertAlive(control, heartbeatFrame(1), 1);
		}

		@Test
		void aFrameLargerThanAPieceMayBeIsRefusedBeforeAnythingIsReserved() throws IOException {
			Socket bulk = greet(this.node, Lane.BULK);
			ByteBuffer frame = chunkFrame(1);
			frame.putInt(0, MessageEncoder.CHUNK_FRAME_BYTES_MAX - 3);
			write(bulk, frame);
			runUntil(() -> isClosed(bulk), this.node);
			assertThat(logged()).anyMatch((event) -> event.getFormattedMessage()
				.contains("frame of " + (MessageEncoder.CHUNK_FRAME_BYTES_MAX + 1) + " bytes"));
		}

	}

	@Nested
	class Dialled {

		private final ServerSocket server = listen();

		private ServerSocket listen() {
			try {
				ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
				server.setSoTimeout(1);
				closeLater(server);
				return server;
			}
			catch (IOException ex) {
				throw new AssertionError(ex);
			}
		}

		private Socket tryAccept() {
			try {
				return this.server.accept();
			}
			catch (IOException ex) {
				return null;
			}
		}

		/** The next connection, welcomed as node x; says which lane it is for. */
		private Socket welcome(TransportProbe node, Lane lane) throws IOException {
			Socket[] accepted = new Socket[1];
			runUntil(() -> (accepted[0] = tryAccept()) != null, node);
			Socket socket = accepted[0];
			closeLater(socket);
			runUntil(() -> available(socket) >= HandshakeCodec.HEADER_BYTES, node);
			assertThat(HandshakeCodec.lane(read(socket))).isEqualTo(lane);
			write(socket, HandshakeCodec.encode(hello()));
			return socket;
		}

		private Socket connect(TransportProbe node) throws IOException {
			node.transport().connectTo(List.of(new Peer(STRANGER, "127.0.0.1:" + this.server.getLocalPort(), 0L)));
			Socket control = welcome(node, Lane.CONTROL);
			runUntil(() -> node.events().contains("+x"), node);
			return control;
		}

		@Test
		void anIdleOneIsClosedAndAnotherMadeWhenThereIsMore() throws IOException {
			TransportProbe a = node("a", options().bulk(8 << 20, Duration.ofMillis(50)));
			Socket control = connect(a);
			a.transport().send(STRANGER, chunk(1));
			Socket bulk = welcome(a, Lane.BULK);
			runUntil(() -> available(bulk) >= chunkFrame(1).limit(), a);
			runUntil(() -> isClosed(bulk), a);
			bulk.close();
			a.transport().send(STRANGER, chunk(2));
			Socket second = welcome(a, Lane.BULK);
			runUntil(() -> available(second) == chunkFrame(2).limit(), a);
			assertThat(isClosed(control)).isFalse();
			assertThat(a.events()).containsExactly("+x");
			assertThat(a.transport().counters().messagesDropped()).isZero();
		}

		@Test
		void aBrokenOneIsNoLossOfThePeer() throws IOException {
			TransportProbe a = node("a", options());
			connect(a);
			a.transport().send(STRANGER, chunk(1));
			Socket bulk = welcome(a, Lane.BULK);
			runUntil(() -> available(bulk) > 0, a);
			bulk.close();
			settle(a);
			assertThat(a.events()).containsExactly("+x");
			assertThat(tryAccept()).isNull();
			a.transport().send(STRANGER, chunk(2));
			Socket second = welcome(a, Lane.BULK);
			runUntil(() -> available(second) == chunkFrame(2).limit(), a);
		}

		@Test
		void onesThatNeverReadHoldUpNothingElse() throws IOException {
			TransportProbe a = node("a", options());
			Socket control = connect(a);
			a.transport().send(STRANGER, chunk(1));
			welcome(a, Lane.BULK);
			int next = 2;
			while (a.transport().send(STRANGER, chunk(next)) || a.transport().poll() > 0) {
				a.transport().flush();
				next++;
			}
			assertThat(next).isGreaterThan(4000);
			a.transport().send(STRANGER, heartbeat(1));
			a.transport().flush();
			assertThat(available(control)).isEqualTo(heartbeatFrame(1).limit());
		}

		@Test
		void theLastWordsArriveThoughAnswersLieUnread() throws IOException {
			TransportProbe a = node("a", options().farewell(Duration.ofSeconds(60)));
			Socket control = connect(a);
			for (int i = 1; i <= 10; i++) {
				a.transport().send(STRANGER, append(i, 1_000_000));
				a.transport().flush();
			}
			a.transport().connectTo(List.of());
			ByteArrayOutputStream received = new ByteArrayOutputStream();
			runUntil(() -> {
				pong(control);
				return readAll(control, received);
			}, a);
			assertThat(received.size()).isEqualTo(10 * MessageEncoder.frameBytesMax(append(1, 1_000_000)));
		}

		private void pong(Socket socket) {
			ByteBuffer pong = ByteBuffer.allocate(FrameHeader.BYTES).order(ByteOrder.LITTLE_ENDIAN);
			FrameHeader.write(pong, GROUP, FrameHeader.PONG, 0);
			try {
				write(socket, pong.flip());
			}
			catch (IOException ex) {
				// It is over, and the bytes read tell how
			}
		}

		private boolean readAll(Socket socket, ByteArrayOutputStream target) {
			try {
				socket.setSoTimeout(1);
				InputStream input = socket.getInputStream();
				byte[] buffer = new byte[100_000];
				int count = input.read(buffer);
				target.write(buffer, 0, Math.max(count, 0));
				return count < 0;
			}
			catch (java.net.SocketTimeoutException ex) {
				return false;
			}
			catch (IOException ex) {
				return true;
			}
		}

		@Test
		void whatIsNotReadIsGivenUpInTime() throws IOException {
			TransportProbe a = node("a", options().farewell(Duration.ofMillis(100)));
			Socket control = connect(a);
			for (int i = 1; i <= 30; i++) {
				a.transport().send(STRANGER, append(i, 1_000_000));
			}
			a.transport().connectTo(List.of());
			long end = System.nanoTime() + 300_000_000L;
			runUntil(() -> System.nanoTime() - end > 0, a);
			ByteArrayOutputStream received = new ByteArrayOutputStream();
			runUntil(() -> readAll(control, received), a);
			assertThat(received.size()).isBetween(1, 29_000_000);
		}

	}

}
