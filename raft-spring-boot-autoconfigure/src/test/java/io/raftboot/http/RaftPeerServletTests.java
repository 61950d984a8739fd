package io.raftboot.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

import io.raftboot.core.node.RaftStoppedException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** How connections of peers are handed over, with bare sockets on both ends. */
class RaftPeerServletTests {

	private static final String REQUEST = "GET /raft/peer HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\n"
			+ "Upgrade: raft-boot\r\n\r\n";

	@TempDir
	static Path directory;

	private static PeerWebServer server;

	private ServerSocket node;

	private PeerWebServer.Port port;

	@BeforeAll
	static void startServer() throws Exception {
		server = new PeerWebServer(directory);
	}

	@AfterAll
	static void stopServer() throws Exception {
		server.close();
	}

	@BeforeEach
	void open() throws IOException {
		this.node = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
		this.port = server.open(0, () -> "127.0.0.1:" + this.node.getLocalPort());
	}

	@AfterEach
	void close() throws IOException {
		this.port.close();
		this.node.close();
	}

	private Socket dial(String request) throws IOException {
		Socket peer = new Socket("127.0.0.1", this.port.number());
		peer.setSoTimeout(20_000);
		peer.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
		return peer;
	}

	private static String head(Socket peer) throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			int read = peer.getInputStream().read();
			assertThat(read).as("after '%s'", head).isNotNegative();
			head.append((char) read);
		}
		return head.toString();
	}

	@Test
	void bytesGoBothWaysAndNoneIsLost() throws Exception {
		try (Socket peer = dial(REQUEST + "early"); Socket accepted = this.node.accept()) {
			assertThat(head(peer)).startsWith("HTTP/1.1 101").containsIgnoringCase("upgrade: raft-boot");
			assertThat(accepted.getInputStream().readNBytes(5)).isEqualTo("early".getBytes(StandardCharsets.US_ASCII));
			byte[] much = new byte[3_000_000];
			for (int i = 0; i < much.length; i++) {
				much[i] = (byte) (i * 31 + i / 1000);
			}
			Thread writer = new Thread(() -> write(peer, much));
			writer.start();
			assertThat(accepted.getInputStream().readNBytes(much.length)).isEqualTo(much);
			writer.join();
			Thread answerer = new Thread(() -> write(accepted, much));
			answerer.start();
			assertThat(peer.getInputStream().readNBytes(much.length)).isEqualTo(much);
			answerer.join();
		}
	}

	private static void write(Socket socket, byte[] bytes) {
		try {
			socket.getOutputStream().write(bytes);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	@Test
	void thePeersEndReachesTheNodeAfterItsBytesAndTheAnswerStillThePeer() throws Exception {
		try (Socket peer = dial(REQUEST + "last words"); Socket accepted = this.node.accept()) {
			head(peer);
			peer.shutdownOutput();
			assertThat(accepted.getInputStream().readAllBytes())
				.isEqualTo("last words".getBytes(StandardCharsets.US_ASCII));
			accepted.getOutputStream().write("farewell".getBytes(StandardCharsets.US_ASCII));
			accepted.close();
			assertThat(peer.getInputStream().readAllBytes()).isEqualTo("farewell".getBytes(StandardCharsets.US_ASCII));
		}
	}

	@Test
	void theNodesEndReachesAPeerThatDoesNotSpeak() throws Exception {
		try (Socket peer = dial(REQUEST); Socket accepted = this.node.accept()) {
			head(peer);
			accepted.getOutputStream().write("no".getBytes(StandardCharsets.US_ASCII));
			accepted.close();
			assertThat(peer.getInputStream().readAllBytes()).isEqualTo("no".getBytes(StandardCharsets.US_ASCII));
		}
	}

	@Test
	void aPeerThatBreaksOffIsGoneForTheNode() throws Exception {
		Socket peer = dial(REQUEST);
		try (Socket accepted = this.node.accept()) {
			head(peer);
			peer.setSoLinger(true, 0);
			peer.close();
			assertThat(accepted.getInputStream().read()).isNegative();
		}
	}

	@Test
	void aNodeThatDoesNotReadHoldsUpThePeer() throws Exception {
		try (Socket peer = dial(REQUEST); Socket accepted = this.node.accept()) {
			head(peer);
			AtomicLong written = new AtomicLong();
			Thread writer = new Thread(() -> writeOnAndOn(peer, written));
			writer.start();
			long[] seen = { 0 };
			await().pollInterval(Duration.ofMillis(300)).until(() -> written.get() == seen[0] || record(written, seen));
			// What the kernel holds on both ways, and one buffer
			assertThat(written.get()).isBetween(1L, 64L << 20);
			accepted.getInputStream().skipNBytes(written.get());
			await().until(() -> written.get() > seen[0]);
			peer.close();
			accepted.close();
			writer.join();
		}
	}

	private static boolean record(AtomicLong written, long[] seen) {
		seen[0] = written.get();
		return false;
	}

	private static void writeOnAndOn(Socket peer, AtomicLong written) {
		byte[] piece = new byte[1 << 16];
		try {
			while (written.get() < 256 << 20) {
				peer.getOutputStream().write(piece);
				written.addAndGet(piece.length);
			}
		}
		catch (IOException ex) {
			// The end of the test
		}
	}

	@Test
	void whenTheServerStopsTheNodeLosesThePeer() throws Exception {
		try (Socket peer = dial(REQUEST); Socket accepted = this.node.accept()) {
			head(peer);
			this.port.close();
			assertThat(accepted.getInputStream().read()).isNegative();
			assertThatThrownBy(() -> assertThat(peer.getInputStream().read()).isNotNegative())
				.isInstanceOfAny(AssertionError.class, SocketException.class);
		}
	}

	@Test
	void whoIsNoNodeIsToldSo() throws Exception {
		for (String request : Arrays.asList("GET /raft/peer HTTP/1.1\r\nHost: x\r\n\r\n",
				"GET /raft/peer HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")) {
			try (Socket peer = dial(request)) {
				assertThat(head(peer)).startsWith("HTTP/1.1 426").containsIgnoringCase("upgrade: raft-boot");
			}
		}
		try (Socket peer = dial("POST /raft/peer HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")) {
			assertThat(head(peer)).startsWith("HTTP/1.1 405");
		}
	}

	/** It would come before the first word to the node. */
	@Test
	void aRequestWithABodyIsRefused() throws Exception {
		for (String length : Arrays.asList("Content-Length: 5", "Transfer-Encoding: chunked")) {
			try (Socket peer = dial("GET /raft/peer HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\n"
					+ "Upgrade: raft-boot\r\n" + length + "\r\n\r\n")) {
				assertThat(head(peer)).startsWith("HTTP/1.1 400");
			}
		}
	}

	@Test
	void onlySoManyAreOpenAtOnceAndTheOthersAreCounted() throws Exception {
		PeerSessions sessions = new PeerSessions(1, System::nanoTime);
		PeerWebServer.Port narrow = server.open(0,
				new RaftPeerServlet(() -> "127.0.0.1:" + this.node.getLocalPort(), sessions));
		try (Socket first = dial(narrow); Socket accepted = this.node.accept()) {
			assertThat(head(first)).startsWith("HTTP/1.1 101");
			try (Socket second = dial(narrow)) {
				assertThat(head(second)).startsWith("HTTP/1.1 503");
			}
			assertThat(sessions.refused()).isEqualTo(1);
			accepted.close();
			assertThat(first.getInputStream().read()).isNegative();
		}
		try (Socket third = dial(narrow); Socket accepted = this.node.accept()) {
			assertThat(head(third)).startsWith("HTTP/1.1 101");
		}
		narrow.close();
	}

	private static Socket dial(PeerWebServer.Port to) throws IOException {
		Socket peer = new Socket("127.0.0.1", to.number());
		peer.setSoTimeout(20_000);
		peer.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
		return peer;
	}

	@Test
	void withoutANodeItIsUnavailable() throws Exception {
		this.node.close();
		try (Socket peer = dial(REQUEST)) {
			assertThat(head(peer)).startsWith("HTTP/1.1 503");
		}
		PeerWebServer.Port stopped = server.open(0, () -> {
			throw new RaftStoppedException("The node is not running");
		});
		try (Socket peer = new Socket("127.0.0.1", stopped.number())) {
			peer.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
			assertThat(head(peer)).startsWith("HTTP/1.1 503");
		}
		stopped.close();
	}

}
