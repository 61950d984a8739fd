package io.raftboot.test.transport;

import java.util.List;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.Message;
import io.raftboot.core.transport.Transport;
import io.raftboot.core.transport.tcp.TcpTransport;
import io.raftboot.core.transport.tcp.TcpTransportOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** A command of the largest size over TCP to a peer that reads nothing for a while. */
@Timeout(60)
class LargeMessageTests {

	private static final int LARGEST = 32 << 20;

	private final TransportProbe sender = TransportProbe.start("a", "default", transport());

	private final TransportProbe receiver = TransportProbe.start("b", "default", transport());

	private static Transport transport() {
		return new TcpTransport(TcpTransportOptions.builder("127.0.0.1:0", "default")
			.limits(LARGEST, 1 << 20)
			.outboundBytesMax(2L * LARGEST)
			.build());
	}

	@AfterEach
	void close() {
		this.sender.close();
		this.receiver.close();
	}

	@Test
	void aHeartbeatOvertakesItAndEntriesDoNot() {
		this.sender.connectTo(this.receiver);
		TransportProbe.runUntil(() -> this.sender.isConnectedTo(this.receiver), this.sender, this.receiver);
		AppendEntries large = TransportFixture.append(this.sender, 1, LARGEST);
		send(large);
		// Until the sockets take no more
		TransportProbe.settle(this.sender);
		send(TransportFixture.append(this.sender, 2, 1000));
		send(TransportFixture.heartbeat(this.sender, 3));
		send(TransportFixture.append(this.sender, 4, LARGEST / 2));
		send(TransportFixture.heartbeat(this.sender, 5));
		TransportProbe.runUntil(() -> this.receiver.messages().size() == 5, this.sender, this.receiver);
		List<Message> messages = this.receiver.messages();
		assertThat(messages.subList(0, 2)).allMatch((message) -> message instanceof Heartbeat);
		assertThat(messages.subList(2, 5)).extracting((message) -> ((AppendEntries) message).round())
			.containsExactly(1L, 2L, 4L);
		assertThat(((AppendEntries) messages.get(2)).entries().bytes()).isEqualTo(large.entries().bytes());
		assertThat(this.sender.transport().counters().messagesDropped()).isZero();
	}

	private void send(Message message) {
		assertThat(this.sender.transport().send(this.receiver.id(), message)).isTrue();
		this.sender.transport().flush();
	}

}
