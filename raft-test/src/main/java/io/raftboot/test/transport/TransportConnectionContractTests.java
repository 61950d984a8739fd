package io.raftboot.test.transport;

import java.io.IOException;
import java.util.List;

import io.raftboot.core.model.AdminRequest;
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
	void whatIsQueuedForAPeerThatIsNoLongerNamedStillArrives() {
		TransportProbe a = node("a");
		TransportProbe b = node("b");
		connect(a, b);
		a.transport().send(b.id(), heartbeat(a, 1));
		a.connectTo();
		runUntil(() -> b.messages().size() == 1, a, b);
		assertThat(b.messages()).containsExactly(heartbeat(a, 1));
		assertThat(a.events()).containsExactly("+b", "-b");
	}

	@Test
	void evenWhenItIsMuch() {
		TransportProbe a = node("a");
		TransportProbe b = node("b");
		connect(a, b);
		a.transport().send(b.id(), chunk(a, 0, 1000));
		runUntil(() -> b.chunks().size() == 1, a, b);
		for (int i = 1; i <= 10; i++) {
			a.transport().send(b.id(), append(a, i, 1_000_000));
			a.transport().send(b.id(), chunk(a, i, 500_000));
		}
		a.transport().send(b.id(), heartbeat(a, 11));
		a.connectTo();
		runUntil(() -> b.messages().size() == 22, a, b);
		assertThat(b.chunks().get(10)).isEqualTo(chunk(a, 10, 500_000));
		assertThat(b.messages()).contains(heartbeat(a, 11));
	}

	@Test
	void aPeerThatIsNamedAgainIsFoundAgain() {
		TransportProbe a = node("a");
		TransportProbe b = node("b");
		connect(a, b);
		a.transport().send(b.id(), heartbeat(a, 1));
		a.connectTo();
		a.connectTo(b);
		runUntil(() -> a.events().size() == 3, a, b);
		a.transport().send(b.id(), heartbeat(a, 2));
		runUntil(() -> b.messages().contains(heartbeat(a, 2)), a, b);
		settle(a, b);
		assertThat(a.events()).containsExactly("+b", "-b", "+b");
	}

	@Test
	void whoIsNotNamedMayTalkAndIsNotAnswered() {
		TransportProbe member = node("a");
		TransportProbe joining = node("b");
		member.connectTo();
		connect(joining, member);
		AdminRequest request = new AdminRequest(joining.id(), 0L, 1L, AdminRequest.Operation.JOIN, joining.id(),
				joining.transport().boundAddress(), 7L, -1L);
		joining.transport().send(member.id(), request);
		runUntil(() -> !member.messages().isEmpty(), joining, member);
		assertThat(member.messages()).containsExactly(request);
		assertThat(member.transport().send(joining.id(), heartbeat(member, 1))).isFalse();
		member.connectTo(joining);
		runUntil(() -> member.isConnectedTo(joining), joining, member);
		assertThat(joining.events()).containsExactly("+a");
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
