package io.raftboot.test.transport;

import java.io.IOException;
import java.util.List;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.transport.Transport;
import org.junit.jupiter.api.Test;

import static io.raftboot.test.transport.TransportProbe.runUntil;
import static io.raftboot.test.transport.TransportProbe.settle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Comings and goings. */
abstract class TransportConnectionContractTests extends TransportFixture {

	TransportConnectionContractTests(TransportContractTests kit) {
		super(kit);
	}

	@Test
	void aLossIsReportedOnceAndThePeerIsFoundAgainAtItsAddress() {
		TransportProbe a = node("a");
		TransportProbe b = node("b");
		connect(a, b);
		connect(b, a);
		String address = b.transport().boundAddress();
		b.close();
		runUntil(() -> a.events().contains("-b"), a);
		settle(a);
		assertThat(a.events()).containsExactly("+b", "-b");
		assertThat(a.transport().send(b.id(), heartbeat(a, 1))).isFalse();
		TransportProbe restarted = node("b", newTransport(address));
		runUntil(() -> a.isConnectedTo(restarted), a, restarted);
		assertThat(a.events()).containsExactly("+b", "-b", "+b");
		assertThat(a.transport().send(b.id(), heartbeat(a, 2))).isTrue();
		runUntil(() -> !restarted.messages().isEmpty(), a, restarted);
		assertThat(restarted.messages()).containsExactly(heartbeat(a, 2));
	}

	@Test
	void aPeerThatStartsLaterIsFound() {
		TransportProbe b = node("b");
		Peer later = b.asPeer();
		b.close();
		TransportProbe a = node("a");
		a.transport().connectTo(List.of(later));
		settle(a);
		TransportProbe started = node("b", newTransport(later.address()));
		runUntil(() -> a.isConnectedTo(started), a, started);
	}

	@Test
	void aNewAddressIsDialled() {
		TransportProbe a = node("a");
		TransportProbe old = node("b");
		connect(a, old);
		TransportProbe moved = node("b");
		a.connectTo(moved);
		runUntil(() -> a.events().size() == 3, a, old, moved);
		assertThat(a.events()).containsExactly("+b", "-b", "+b");
		a.transport().send(NodeId.of("b"), heartbeat(a, 1));
		runUntil(() -> !moved.messages().isEmpty(), a, old, moved);
		assertThat(old.messages()).isEmpty();
	}

	@Test
	void theSamePeersAgainChangeNothing() {
		TransportProbe a = node("a");
		TransportProbe b = node("b");
		connect(a, b);
		a.connectTo(b);
		settle(a, b);
		assertThat(a.events()).containsExactly("+b");
	}

	@Test
	void aPeerThatIsNoLongerNamedIsLeft() {
		TransportProbe a = node("a");
		TransportProbe b = node("b");
		connect(a, b);
		a.connectTo();
		settle(a, b);
		assertThat(a.events()).containsExactly("+b", "-b");
		assertThat(a.transport().send(b.id(), heartbeat(a, 1))).isFalse();
	}

	@Test
	void theNewestConnectionOfANodeReplacesTheOlder() {
		TransportProbe first = node("a");
		TransportProbe b = node("b");
		connect(first, b);
		TransportProbe second = node("a");
		second.connectTo(b);
		runUntil(() -> second.isConnectedTo(b) && first.events().contains("-b"), second, first, b);
	}

	@Test
	void anAddressInUseIsAnErrorThatNamesIt() {
		TransportProbe a = node("a");
		String address = a.transport().boundAddress();
		Transport second = newTransport(address);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> second.start(a))
			.withMessageContaining(address)
			.withMessageContaining("port in use");
		second.close();
	}

	@Test
	void closingTwiceIsAllowed() {
		TransportProbe a = node("a");
		TransportProbe b = node("b");
		connect(a, b);
		a.close();
		a.close();
		assertThat(a.transport().send(b.id(), heartbeat(a, 1))).isFalse();
		assertThat(a.transport().poll()).isZero();
		a.transport().wakeUp();
		a.transport().flush();
	}

}
