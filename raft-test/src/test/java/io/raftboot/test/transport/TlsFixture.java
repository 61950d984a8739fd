package io.raftboot.test.transport;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.raftboot.core.transport.PeerTls;
import io.raftboot.core.transport.tcp.TcpTransportOptions;

import static org.assertj.core.api.Assertions.assertThat;

/** Nodes on TLS, and keys for them that are good or bad. */
abstract class TlsFixture extends TcpFixture {

	static final Duration SHORT = Duration.ofMillis(200);

	static final TestAuthority AUTHORITY = TestAuthority.create("cluster");

	static final TestAuthority OTHER_AUTHORITY = TestAuthority.create("stranger");

	static final TestIdentity IDENTITY = AUTHORITY.issue("node");

	static final TestIdentity OTHER_IDENTITY = OTHER_AUTHORITY.issue("stranger");

	static final SSLContext GOOD = IDENTITY.context(AUTHORITY);

	static TcpTransportOptions.Builder options(SSLContext context) {
		return options(PeerTls.mutual(context));
	}

	static TcpTransportOptions.Builder options(PeerTls tls) {
		return options(() -> tls);
	}

	static TcpTransportOptions.Builder options(Supplier<PeerTls> tls) {
		return options().tls(tls);
	}

	static PeerTls tls(SSLContext context, PeerTls.ClientAuth clientAuth, boolean verifyHostname) {
		return new PeerTls(context, PeerTls.PROTOCOLS, List.of(), clientAuth, verifyHostname);
	}

	/** Warnings of this begin. */
	final List<String> warnings(String begin) {
		return logged().stream()
			.filter((event) -> event.getLevel() == Level.WARN)
			.map(ILoggingEvent::getFormattedMessage)
			.filter((line) -> line.startsWith(begin))
			.toList();
	}

	/** Runs both until one of them has warned of the other. */
	final void runUntilWarned(String begin, TransportProbe... probes) {
		TransportProbe.runUntil(() -> !warnings(begin).isEmpty(), probes);
	}

	static void assertNothingGotThrough(TransportProbe... probes) {
		for (TransportProbe probe : probes) {
			assertThat(probe.events()).isEmpty();
			assertThat(probe.greeted()).isEmpty();
			assertThat(probe.messages()).isEmpty();
		}
	}

}
