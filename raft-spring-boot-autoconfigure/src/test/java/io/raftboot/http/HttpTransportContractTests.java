package io.raftboot.http;

import java.nio.file.Path;
import java.time.Duration;

import io.raftboot.core.transport.Transport;
import io.raftboot.core.transport.tcp.TcpTransportOptions;
import io.raftboot.test.transport.TransportContractTests;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Peers that come through a web server are peers like any other. */
class HttpTransportContractTests extends TransportContractTests {

	@TempDir
	static Path directory;

	private static PeerWebServer server;

	@BeforeAll
	static void startServer() throws Exception {
		server = new PeerWebServer(directory);
	}

	@AfterAll
	static void stopServer() throws Exception {
		server.close();
	}

	@Override
	protected Transport newTransport() {
		return newTransport("127.0.0.1:0");
	}

	@Override
	protected Transport newTransport(String address) {
		return newTransport(address, "default");
	}

	@Override
	protected Transport newTransportOfGroup(String group) {
		return newTransport("127.0.0.1:0", group);
	}

	private static Transport newTransport(String address, String group) {
		return new HttpTransport(server, options(group), address);
	}

	private static TcpTransportOptions.Builder options(String group) {
		return TcpTransportOptions.builder("127.0.0.1:0", group)
			.frameBytesMax(PAYLOAD_BYTES_MAX + 100_000)
			.outboundBytesMax(QUEUE_BYTES_MAX)
			.bulk(BULK_QUEUE_BYTES_MAX, Duration.ofSeconds(30))
			.retry(Duration.ofMillis(5), Duration.ofMillis(50), Duration.ofMillis(50))
			.ping(Duration.ofSeconds(1), Duration.ofSeconds(60));
	}

}
