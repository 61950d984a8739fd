package io.raftboot.test.transport;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.raftboot.core.model.Peer;
import io.raftboot.core.transport.HostPort;
import io.raftboot.core.transport.PeerTls;
import io.raftboot.core.transport.PeerTls.ClientAuth;
import io.raftboot.core.transport.codec.HandshakeCodec;
import org.junit.jupiter.api.Test;

import static io.raftboot.test.transport.TransportProbe.runUntil;
import static org.assertj.core.api.Assertions.assertThat;

/** Who is not let in, and what is said of it. */
class TlsRefusalTests extends TlsFixture {

	@Test
	void thoseWithGoodKeysTalk() {
		TransportProbe a = node("a", options(GOOD));
		TransportProbe b = node("b", options(GOOD));
		a.connectTo(b);
		runUntil(() -> a.isConnectedTo(b), a, b);
		a.transport().send(b.id(), heartbeat(1));
		runUntil(() -> b.messages().size() == 1, a, b);
		assertThat(warnings("")).isEmpty();
	}

	@Test
	void aNodeInPlainText() {
		TransportProbe a = node("a", options(GOOD));
		TransportProbe plain = node("b", options());
		plain.connectTo(a);
		runUntilWarned("No TLS with the one at /127.0.0.1:", a, plain);
		assertThat(warnings("No TLS with")).singleElement()
			.asString()
			.endsWith(": it does not speak TLS, and this node takes nothing else");
		assertThat(a.transport().counters().connectionsRefused()).isPositive();
		assertNothingGotThrough(a, plain);
	}

	@Test
	void aNodeWithTlsByOneInPlainText() {
		TransportProbe a = node("a", options(GOOD));
		TransportProbe plain = node("b", options());
		a.connectTo(plain);
		runUntilWarned("No TLS with node b at 127.0.0.1:", a, plain);
		assertThat(warnings("Closing the connection with /127.0.0.1:")).singleElement()
			.asString()
			.endsWith(": it speaks TLS, which this node does not: set up TLS on all nodes, or on none");
		assertThat(plain.transport().counters().framesRefused()).isPositive();
		assertNothingGotThrough(a, plain);
	}

	@Test
	void anythingElseThatIsNotTls() throws IOException {
		TransportProbe a = node("a", options(GOOD));
		for (int i = 0; i < 20; i++) {
			Socket socket = dial(a);
			write(socket, ByteBuffer.wrap("GET /secret HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes()));
			runUntil(() -> isClosed(socket), a);
		}
		assertThat(a.transport().counters().connectionsRefused()).isEqualTo(20);
		assertThat(warnings("")).singleElement().asString().contains("does not speak TLS").doesNotContain("474554");
	}

	@Test
	void aPlainHelloIsNotAnswered() throws IOException {
		TransportProbe a = node("a", options(GOOD));
		Socket socket = dial(a);
		write(socket, HandshakeCodec.encode(hello()));
		byte[] answer = new byte[1000];
		runUntil(() -> available(socket) > 0 || isClosed(socket), a);
		int count = (available(socket) > 0) ? socket.getInputStream().read(answer) : 0;
		assertThat(new String(answer, 0, count, StandardCharsets.ISO_8859_1)).doesNotContain("RAFB");
		assertNothingGotThrough(a);
	}

	@Test
	void aNodeWithoutACertificate() {
		TransportProbe a = node("a", options(GOOD));
		TransportProbe b = node("b", options(TestIdentity.withoutKey(AUTHORITY)));
		b.connectTo(a);
		runUntilWarned("No TLS with the one at", a, b);
		assertThat(warnings("No TLS with the one at")).singleElement()
			.asString()
			.endsWith(": it shows no certificate of an authority that this node trusts");
		assertThat(a.transport().counters().connectionsRefused()).isPositive();
		runUntilWarned("No TLS with node a at", a, b);
		assertNothingGotThrough(a, b);
	}

	@Test
	void aNodeWithoutACertificateWhereNoneIsNeeded() {
		TransportProbe a = node("a", options(tls(GOOD, ClientAuth.NONE, true)));
		TransportProbe b = node("b", options(TestIdentity.withoutKey(AUTHORITY)));
		b.connectTo(a);
		runUntil(() -> b.isConnectedTo(a), a, b);
		TransportProbe wanting = node("c", options(tls(GOOD, ClientAuth.WANT, true)));
		b.connectTo(a, wanting);
		runUntil(() -> b.isConnectedTo(wanting), a, b, wanting);
	}

	@Test
	void aNodeOfAnotherAuthorityThatConnects() {
		TransportProbe a = node("a", options(GOOD));
		TransportProbe b = node("b", options(OTHER_IDENTITY.context(AUTHORITY, OTHER_AUTHORITY)));
		b.connectTo(a);
		runUntilWarned("No TLS with the one at", a, b);
		assertThat(warnings("No TLS with the one at")).singleElement()
			.asString()
			.endsWith("certificate of an authority that this node trusts");
		assertThat(a.transport().counters().connectionsRefused()).isPositive();
		assertNothingGotThrough(a, b);
	}

	@Test
	void aNodeOfAnotherAuthorityThatIsDialled() {
		TransportProbe a = node("a", options(GOOD));
		TransportProbe b = node("b", options(OTHER_IDENTITY.context(AUTHORITY, OTHER_AUTHORITY)));
		a.connectTo(b);
		runUntilWarned("No TLS with node b at 127.0.0.1:", a, b);
		assertThat(warnings("No TLS with node b at")).singleElement()
			.asString()
			.endsWith(": its certificate is not trusted (unable to find valid certification path to requested target)");
		assertThat(a.transport().counters().connectionsRefused()).isPositive();
		runUntilWarned("No TLS with the one at", a, b);
		assertThat(warnings("No TLS with the one at")).singleElement().asString().contains("it refuses this node (");
		assertNothingGotThrough(a, b);
	}

	@Test
	void aCertificateForAnotherHost() {
		TransportProbe a = node("a", options(GOOD));
		TransportProbe b = node("b", options(AUTHORITY.issue("elsewhere", "dns:elsewhere.example").context(AUTHORITY)));
		a.connectTo(b);
		runUntilWarned("No TLS with node b at", a, b);
		assertThat(warnings("No TLS with node b at")).singleElement()
			.asString()
			.contains(": its certificate is for another host (No subject alternative names matching IP address "
					+ "127.0.0.1 found)");
		assertNothingGotThrough(a, b);
		TransportProbe lenient = node("c", options(tls(GOOD, ClientAuth.NEED, false)));
		lenient.connectTo(b);
		runUntil(() -> lenient.isConnectedTo(b), a, b, lenient);
	}

	@Test
	void theNameThatIsDialledCounts() {
		TransportProbe a = node("a", options(GOOD));
		TransportProbe b = node("b", options(AUTHORITY.issue("named", "dns:localhost").context(AUTHORITY)));
		int port = HostPort.parse(b.transport().boundAddress()).port();
		a.transport().connectTo(List.of(new Peer(b.id(), "localhost:" + port, 0L)));
		runUntil(() -> a.isConnectedTo(b), a, b);
	}

	@Test
	void oneThatSaysNothingIsGivenUpInTime() throws IOException {
		TransportProbe a = node("a", options(GOOD).handshakeTimeout(SHORT));
		Socket socket = dial(a);
		runUntil(() -> isClosed(socket), a);
		assertThat(warnings("Closing the connection from")).singleElement().asString().contains("no handshake in time");
	}

	@Test
	void oneThatStopsInTheMiddleOfTheHandshakeIsGivenUpInTime() throws IOException {
		TransportProbe a = node("a", options(GOOD).handshakeTimeout(SHORT));
		Socket socket = dial(a);
		write(socket, ByteBuffer.wrap(new byte[] { 22, 3, 1, 1, 0, 1 }));
		runUntil(() -> isClosed(socket), a);
		assertThat(warnings("Closing the connection from")).hasSize(1);
	}

	@Test
	void whoOnlyLooksWhetherThePortIsOpenIsNobodyToWarnOf() throws IOException {
		TransportProbe a = node("a", options(GOOD));
		dial(a).close();
		TransportProbe b = node("b", options(GOOD));
		b.connectTo(a);
		runUntil(() -> b.isConnectedTo(a), a, b);
		assertThat(warnings("")).isEmpty();
	}

	@Test
	void otherProtocolsAreNotEvenOffered() {
		assertThat(PeerTls.mutual(GOOD).protocols()).containsExactly("TLSv1.3", "TLSv1.2");
	}

}
