package io.raftboot.test.transport;

import java.util.List;

import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.transport.Hello;
import io.raftboot.core.transport.Refusal;
import org.junit.jupiter.api.Test;

import static io.raftboot.test.transport.TransportProbe.runUntil;
import static io.raftboot.test.transport.TransportProbe.settle;
import static org.assertj.core.api.Assertions.assertThat;

/** Who may talk to whom. */
abstract class TransportHandshakeContractTests extends TransportFixture {

	TransportHandshakeContractTests(TransportContractTests kit) {
		super(kit);
	}

	@Test
	void eachSideLearnsHowTheOtherIntroducesItself() {
		TransportProbe a = node("a");
		TransportProbe b = node("b");
		Hello hello = new Hello("default", new ClusterId(1L, -2L), a.id(), Long.MIN_VALUE, 4L, 17L, "[::1]:1", true, 7,
				"1.2.3", List.of(new Hello.Machine("default", 3), new Hello.Machine("accounts", 1)));
		a.introduceAs(hello);
		connect(a, b);
		assertThat(b.greeted()).containsExactly(hello);
		assertThat(a.greeted()).containsExactly(b.hello());
		assertThat(a.events()).containsExactly("+b");
		assertThat(b.events()).isEmpty();
	}

	@Test
	void aRefusedNodeLearnsWhyAndIsNotConnected() {
		TransportProbe a = node("a");
		TransportProbe b = node("b");
		Refusal refusal = new Refusal(Refusal.Code.WRONG_CLUSTER, "Cluster 1 is not cluster 2 – schade");
		b.refuseAll(refusal);
		a.connectTo(b);
		runUntil(() -> !a.refusals().isEmpty(), a, b);
		assertThat(a.refusals()).containsOnly(refusal);
		assertThat(a.events()).isEmpty();
		assertThat(a.transport().send(b.id(), heartbeat(a, 1))).isFalse();
		assertThat(b.transport().counters().connectionsRefused()).isPositive();
	}

	@Test
	void anAcceptorThatIsNotWelcomeLearnsWhy() {
		TransportProbe a = node("a");
		TransportProbe b = node("b");
		Refusal refusal = new Refusal(Refusal.Code.WRONG_INCARNATION, "Your disk is new");
		a.refuseAll(refusal);
		a.connectTo(b);
		runUntil(() -> !b.refusals().isEmpty(), a, b);
		assertThat(b.refusals()).containsOnly(refusal);
		assertThat(a.refusals()).isEmpty();
		assertThat(a.events()).isEmpty();
		assertThat(a.transport().counters().connectionsRefused()).isPositive();
	}

	@Test
	void aRefusedNodeTriesAgain() {
		TransportProbe a = node("a");
		TransportProbe b = node("b");
		b.refuseAll(new Refusal(Refusal.Code.UNKNOWN_NODE, "Not yet"));
		a.connectTo(b);
		runUntil(() -> !a.refusals().isEmpty(), a, b);
		b.refuseAll(null);
		runUntil(() -> a.isConnectedTo(b), a, b);
	}

	@Test
	void nodesOfDifferentGroupsDoNotTalk() {
		TransportProbe a = node("a");
		TransportProbe b = node("b", "other", newTransportOfGroup("other"));
		a.connectTo(b);
		runUntil(() -> !a.refusals().isEmpty(), a, b);
		assertThat(a.refusals().get(0).code()).isEqualTo(Refusal.Code.WRONG_GROUP);
		assertThat(a.refusals().get(0).message()).contains("other").contains("default");
	}

	@Test
	void twoNodesWithOneIdDoNotTalk() {
		TransportProbe a = node("a");
		TransportProbe other = node("a");
		a.transport().connectTo(List.of(new Peer(NodeId.of("b"), other.transport().boundAddress(), 0L)));
		runUntil(() -> !a.refusals().isEmpty(), a, other);
		assertThat(a.refusals().get(0).code()).isEqualTo(Refusal.Code.SAME_ID);
	}

	@Test
	void somebodyElseAtThePeersAddressIsNotThePeer() {
		TransportProbe a = node("a");
		TransportProbe c = node("c");
		a.transport().connectTo(List.of(new Peer(NodeId.of("b"), c.transport().boundAddress(), 0L)));
		runUntil(() -> !a.refusals().isEmpty(), a, c);
		assertThat(a.refusals().get(0).code()).isEqualTo(Refusal.Code.WRONG_NODE);
		assertThat(a.refusals().get(0).message()).contains("c").contains("b");
		assertThat(a.events()).isEmpty();
		assertThat(c.refusals()).isEmpty();
	}

	@Test
	void aNodeDoesNotDialItself() {
		TransportProbe a = node("a");
		a.connectTo(a);
		settle(a);
		assertThat(a.greeted()).isEmpty();
		assertThat(a.refusals()).isEmpty();
	}

}
