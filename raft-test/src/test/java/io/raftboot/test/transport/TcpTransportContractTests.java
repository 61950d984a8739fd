package io.raftboot.test.transport;

import java.time.Duration;

import io.raftboot.core.transport.Transport;
import io.raftboot.core.transport.tcp.TcpTransport;
import io.raftboot.core.transport.tcp.TcpTransportOptions;

class TcpTransportContractTests extends TransportContractTests {

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

	private Transport newTransport(String address, String group) {
		return new TcpTransport(
				options(TcpTransportOptions.builder(address, group)).frameBytesMax(PAYLOAD_BYTES_MAX + 100_000)
					.outboundBytesMax(QUEUE_BYTES_MAX)
					.bulk(BULK_QUEUE_BYTES_MAX, Duration.ofSeconds(30))
					.retry(Duration.ofMillis(5), Duration.ofMillis(50), Duration.ofMillis(50))
					.ping(Duration.ofSeconds(1), Duration.ofSeconds(60))
					.build());
	}

	TcpTransportOptions.Builder options(TcpTransportOptions.Builder options) {
		return options;
	}

}
