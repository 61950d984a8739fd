package io.raftboot.test.transport;

import java.io.IOException;
import java.util.List;

import io.raftboot.core.model.Peer;
import io.raftboot.core.transport.HostPort;
import io.raftboot.core.transport.tcp.TcpTransport;
import io.raftboot.core.transport.tcp.TcpTransportOptions;
import org.junit.jupiter.api.Test;

import static io.raftboot.test.transport.TransportProbe.runUntil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Names, addresses and ports. */
class TcpAddressTests extends TcpFixture {

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
	void aPortIsFreeAgainRightAfterTheClose() {
		TransportProbe a = node("a", options());
		TransportProbe b = node("b", options());
		a.connectTo(b);
		runUntil(() -> a.isConnectedTo(b), a, b);
		String address = b.transport().boundAddress();
		b.close();
		node("b", TcpTransportOptions.builder(address, "default"));
	}

	@Test
	void namesThatDoNotResolveHoldNobodyUp() {
		TransportProbe a = node("a", options());
		TransportProbe b = node("b", options());
		a.transport().connectTo(List.of(new Peer(STRANGER, "no-such-host.invalid:7400", 0L), b.asPeer()));
		runUntil(() -> a.isConnectedTo(b), a, b);
	}

}
