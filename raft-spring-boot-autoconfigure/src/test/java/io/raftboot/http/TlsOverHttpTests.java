package io.raftboot.http;

import java.nio.file.Path;
import java.time.Duration;

import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.transport.PeerTls;
import io.raftboot.core.transport.tcp.TcpTransportOptions;
import io.raftboot.test.transport.TestAuthority;
import io.raftboot.test.transport.TransportProbe;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.raftboot.test.transport.TransportProbe.runUntil;
import static org.assertj.core.api.Assertions.assertThat;

/** Peers that come through a web server may have TLS between them, end to end. */
class TlsOverHttpTests {

	@TempDir
	Path directory;

	@Test
	void nodesTalkAndPlainTextIsRefused() throws Exception {
		TestAuthority authority = TestAuthority.create("cluster");
		PeerTls tls = PeerTls.mutual(authority.issue("node").context(authority));
		PeerWebServer server = new PeerWebServer(this.directory);
		try (TransportProbe a = node("a", server, tls);
				TransportProbe b = node("b", server, tls);
				TransportProbe plain = node("plain", server, null)) {
			a.connectTo(b);
			plain.connectTo(b);
			runUntil(() -> a.isConnectedTo(b) && b.transport().counters().connectionsRefused() > 0, a, b, plain);
			a.transport().send(b.id(), new Heartbeat(a.id(), 1L, 0L, 7L, 0));
			runUntil(() -> !b.messages().isEmpty(), a, b, plain);
			assertThat(plain.events()).isEmpty();
		}
		finally {
			server.close();
		}
	}

	private static TransportProbe node(String id, PeerWebServer server, @Nullable PeerTls tls) {
		TcpTransportOptions.Builder options = TcpTransportOptions.builder("127.0.0.1:0", "default")
			.retry(Duration.ofMillis(5), Duration.ofMillis(50), Duration.ofMillis(50));
		if (tls != null) {
			options.tls(() -> tls);
		}
		return TransportProbe.start(id, new HttpTransport(server, options, "127.0.0.1:0"));
	}

}
