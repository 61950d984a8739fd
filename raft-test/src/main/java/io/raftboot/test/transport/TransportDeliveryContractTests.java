package io.raftboot.test.transport;

import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import org.junit.jupiter.api.Test;

import static io.raftboot.test.transport.TransportProbe.runUntil;
import static org.assertj.core.api.Assertions.assertThat;

/** What is carried. */
abstract class TransportDeliveryContractTests extends TransportFixture {

	TransportDeliveryContractTests(TransportContractTests kit) {
		super(kit);
	}

	@Test
	void arriveInTheOrderTheyWereSentUnderTheSendersName() {
		TransportProbe a = node("a");
		TransportProbe b = node("b");
		connect(a, b);
		for (int round = 1; round <= 1000; round++) {
			assertThat(a.transport().send(b.id(), heartbeat(a, round))).isTrue();
			if (round % 7 == 0) {
				a.transport().flush();
			}
		}
		runUntil(() -> b.messages().size() == 1000, a, b);
		for (int i = 0; i < 1000; i++) {
			assertThat(b.messages().get(i)).isEqualTo(heartbeat(a, i + 1));
		}
	}

	@Test
	void bothDirectionsCarry() {
		TransportProbe a = node("a");
		TransportProbe b = node("b");
		connect(a, b);
		connect(b, a);
		a.transport().send(b.id(), heartbeat(a, 1));
		b.transport().send(a.id(), heartbeat(b, 2));
		runUntil(() -> a.messages().size() == 1 && b.messages().size() == 1, a, b);
		assertThat(a.messages()).containsExactly(heartbeat(b, 2));
		assertThat(b.messages()).containsExactly(heartbeat(a, 1));
	}

	@Test
	void largeOnesKeepTheirOrderAndBytesAndSmallOnesTheirs() {
		TransportProbe a = node("a");
		TransportProbe b = node("b");
		connect(a, b);
		List<AppendEntries> large = new ArrayList<>();
		for (int round = 1; round <= 9; round++) {
			if (round % 3 == 0) {
				AppendEntries message = append(a, round, TransportContractTests.PAYLOAD_BYTES_MAX - round);
				large.add(message);
				assertThat(a.transport().send(b.id(), message)).isTrue();
			}
			else {
				assertThat(a.transport().send(b.id(), heartbeat(a, round))).isTrue();
			}
			int count = round;
			runUntil(() -> b.messages().size() >= count - 1, a, b);
		}
		runUntil(() -> b.messages().size() == 9, a, b);
		assertThat(rounds(b, Heartbeat.class)).containsExactly(1L, 2L, 4L, 5L, 7L, 8L);
		assertThat(rounds(b, AppendEntries.class)).containsExactly(3L, 6L, 9L);
		for (AppendEntries sent : large) {
			EntryBatch arrived = b.messages()
				.stream()
				.filter((message) -> message instanceof AppendEntries && round(message) == sent.round())
				.map((message) -> ((AppendEntries) message).entries())
				.findFirst()
				.orElseThrow();
			assertThat(arrived.bytes()).isEqualTo(sent.entries().bytes());
			assertThat(arrived.firstIndex()).isEqualTo(sent.round());
		}
	}

	@Test
	void areDroppedAndCountedWithoutAConnection() {
		TransportProbe a = node("a");
		assertThat(a.transport().send(NodeId.of("nobody"), heartbeat(a, 1))).isFalse();
		assertThat(a.transport().counters().messagesDropped()).isEqualTo(1);
	}

	@Test
	void areDroppedForAPeerThatDoesNotReadAndOthersDoNotNotice() {
		TransportProbe a = node("a");
		TransportProbe deaf = node("deaf");
		TransportProbe b = node("b");
		a.connectTo(deaf, b);
		runUntil(() -> a.isConnectedTo(deaf) && a.isConnectedTo(b), a, deaf, b);
		AppendEntries message = append(a, 1, 100_000);
		int accepted = 0;
		while (a.transport().send(deaf.id(), message) && accepted < 10_000) {
			accepted++;
			a.transport().flush();
		}
		assertThat(accepted).isBetween(100, 9_999);
		assertThat(a.transport().counters().messagesDropped()).isEqualTo(1);
		assertThat(a.transport().send(b.id(), heartbeat(a, 5))).isTrue();
		runUntil(() -> !b.messages().isEmpty(), a, b);
		int expected = accepted;
		runUntil(() -> deaf.messages().size() == expected, a, deaf);
		assertThat(a.transport().send(deaf.id(), message)).isTrue();
	}

	@Test
	void bytesAreCounted() {
		TransportProbe a = node("a");
		TransportProbe b = node("b");
		connect(a, b);
		long sentBefore = a.transport().counters().bytesSent();
		long receivedBefore = b.transport().counters().bytesReceived();
		a.transport().send(b.id(), append(a, 1, 5000));
		runUntil(() -> b.messages().size() == 1, a, b);
		assertThat(a.transport().counters().bytesSent() - sentBefore).isBetween(5000L, 5200L);
		assertThat(b.transport().counters().bytesReceived() - receivedBefore).isBetween(5000L, 5200L);
	}

	private static List<Long> rounds(TransportProbe receiver, Class<? extends Message> type) {
		return receiver.messages()
			.stream()
			.filter(type::isInstance)
			.map(TransportDeliveryContractTests::round)
			.toList();
	}

	private static long round(Message message) {
		return (message instanceof Heartbeat heartbeat) ? heartbeat.round() : ((AppendEntries) message).round();
	}

}
