package io.raftboot.test.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;

import io.raftboot.core.model.Peer;
import io.raftboot.core.transport.codec.HandshakeCodec;
import org.junit.jupiter.api.Test;

import static io.raftboot.test.transport.TransportProbe.runUntil;
import static org.assertj.core.api.Assertions.assertThat;

/** Peers that are there but do not behave. */
class TcpBadPeerTests extends TcpFixture {

	private ServerSocket listen() throws IOException {
		ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		closeLater(server);
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
		closeLater(accepted[0]);
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
				options().retry(Duration.ofMillis(10), Duration.ofSeconds(100), Duration.ofSeconds(1)).jitter(() -> 0));
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

}
