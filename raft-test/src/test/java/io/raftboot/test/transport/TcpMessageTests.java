package io.raftboot.test.transport;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.transport.tcp.TcpTransport;
import org.junit.jupiter.api.Test;

import static io.raftboot.test.transport.TransportProbe.runUntil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Messages TCP may not send, or whose receiver fails. */
class TcpMessageTests extends TcpFixture {

	@Test
	void messagesLargerThanAFrameMayBeAreNotSent() {
		TransportProbe a = node("a", options().frameBytesMax(100_000));
		TransportProbe b = node("b", options().frameBytesMax(100_000));
		a.connectTo(b);
		runUntil(() -> a.isConnectedTo(b), a, b);
		assertThat(a.transport().send(b.id(), append(1, 100_000))).isFalse();
		assertThat(a.transport().send(b.id(), append(1, 90_000))).isTrue();
		runUntil(() -> b.messages().size() == 1, a, b);
		assertThat(logged()).extracting(ILoggingEvent::getFormattedMessage)
			.anyMatch((line) -> line.contains("AppendEntries"));
	}

	@Test
	void anExceptionOfTheListenerReachesWhoPolls() {
		TcpTransport transport = new TcpTransport(options().build());
		TransportProbe a = node("a", options());
		TransportProbe b = TransportProbe.start("b", transport);
		closeLater(b);
		a.connectTo(b);
		runUntil(() -> a.isConnectedTo(b), a, b);
		b.failOnMessage(new IllegalStateException("invariant broken"));
		a.transport().send(b.id(), heartbeat(1));
		assertThatIllegalStateException().isThrownBy(() -> runUntil(() -> false, a, b)).withMessage("invariant broken");
	}

}
