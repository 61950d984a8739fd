package io.raftboot.test.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryBatchBuilder;
import io.raftboot.core.model.EntryLayout;
import io.raftboot.core.model.EntryType;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.transport.Hello;
import io.raftboot.core.transport.Refusal;
import io.raftboot.core.transport.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static io.raftboot.test.transport.TransportProbe.runUntil;
import static io.raftboot.test.transport.TransportProbe.settle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What every {@link Transport} must do. Extend it, and say how to make one.
 */
public abstract class TransportContractTests {

	/** Most bytes that may wait for one peer in these tests. */
	protected static final long QUEUE_BYTES_MAX = 12 << 20;

	/** Largest payload of an entry in these tests. */
	protected static final int PAYLOAD_BYTES_MAX = 8 << 20;

	private final List<TransportProbe> probes = new ArrayList<>();

	/**
	 * A transport of group "default" that is not started, with an address that is free.
	 */
	protected abstract Transport newTransport();

	/** A transport of group "default" for an address that another one had. */
	protected abstract Transport newTransport(String address);

	/** A transport of another group. */
	protected abstract Transport newTransportOfGroup(String group);

	@AfterEach
	void closeAll() {
		this.probes.forEach(TransportProbe::close);
	}

	private TransportProbe node(String id) {
		return node(id, newTransport());
	}

	private TransportProbe node(String id, Transport transport) {
		return node(id, "default", transport);
	}

	private TransportProbe node(String id, String group, Transport transport) {
		TransportProbe probe = TransportProbe.start(id, group, transport);
		this.probes.add(probe);
		return probe;
	}

	private void connect(TransportProbe from, TransportProbe to) {
		from.connectTo(to);
		runUntil(() -> from.isConnectedTo(to), from, to);
	}

	private static Heartbeat heartbeat(TransportProbe from, long round) {
		return new Heartbeat(from.id(), 3L, 0L, round, 0);
	}

	private static AppendEntries append(TransportProbe from, long round, int payloadBytes) {
		EntryBatchBuilder batch = new EntryBatchBuilder(round, 3L, EntryLayout.entryBytes(payloadBytes));
		byte[] payload = new byte[payloadBytes];
		for (int i = 0; i < payloadBytes; i += 1000) {
			payload[i] = (byte) (round + i);
		}
		batch.add(EntryType.COMMAND, ByteBuffer.wrap(payload));
		return new AppendEntries(from.id(), 3L, round - 1, 3L, 0L, round, 0, batch.build());
	}

	private static long round(Message message) {
		return (message instanceof Heartbeat heartbeat) ? heartbeat.round() : ((AppendEntries) message).round();
	}

	/** Who may talk to whom. */
	@Nested
	class Handshake {

		@Test
		void eachSideLearnsHowTheOtherIntroducesItself() {
			TransportProbe a = node("a");
			TransportProbe b = node("b");
			Hello hello = new Hello("default", new ClusterId(1L, -2L), a.id(), Long.MIN_VALUE, 4L);
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

	/** What is carried. */
	@Nested
	class Messages {

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
		void largeAndSmallOnesKeepTheirOrderAndBytes() {
			TransportProbe a = node("a");
			TransportProbe b = node("b");
			connect(a, b);
			List<AppendEntries> large = new ArrayList<>();
			for (int round = 1; round <= 9; round++) {
				if (round % 3 == 0) {
					AppendEntries message = append(a, round, PAYLOAD_BYTES_MAX - round);
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
			for (int i = 0; i < 9; i++) {
				assertThat(round(b.messages().get(i))).isEqualTo(i + 1L);
			}
			for (AppendEntries sent : large) {
				EntryBatch arrived = ((AppendEntries) b.messages().get((int) sent.round() - 1)).entries();
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

	}

	/** Comings and goings. */
	@Nested
	class Connections {

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

	/** Sleeping and waking. */
	@Nested
	class Waiting {

		@Test
		void endsWhenTheTimeIsOver() {
			TransportProbe a = node("a");
			settle(a);
			long start = System.nanoTime();
			a.transport().await(20_000_000L);
			assertThat(System.nanoTime() - start).isBetween(0L, 2_000_000_000L);
		}

		@Test
		void endsAtOnceAfterAnEarlierWakeUp() {
			TransportProbe a = node("a");
			settle(a);
			a.transport().wakeUp();
			awaitWithin(a, 60_000_000_000L);
		}

		@Test
		void endsWhenAnotherThreadWakesIt() throws InterruptedException {
			TransportProbe a = node("a");
			settle(a);
			AtomicBoolean stop = new AtomicBoolean();
			AtomicBoolean wanted = new AtomicBoolean();
			Thread waker = new Thread(() -> {
				while (!stop.get()) {
					if (wanted.compareAndSet(true, false)) {
						a.transport().wakeUp();
					}
					Thread.onSpinWait();
				}
			});
			waker.start();
			for (int i = 0; i < 2000; i++) {
				wanted.set(true);
				while (wanted.get()) {
					long start = System.nanoTime();
					a.transport().await(10_000_000_000L);
					assertThat(System.nanoTime() - start).isLessThan(9_000_000_000L);
				}
				a.transport().await(0L);
			}
			stop.set(true);
			waker.join();
		}

		@Test
		void endsWhenAMessageComesAndLeavesItToThePoll() {
			TransportProbe a = node("a");
			TransportProbe b = node("b");
			connect(a, b);
			settle(a, b);
			a.transport().send(b.id(), heartbeat(a, 1));
			a.transport().flush();
			awaitWithin(b, 60_000_000_000L);
			assertThat(b.messages()).isEmpty();
			runUntil(() -> b.messages().size() == 1, b);
		}

		private static void awaitWithin(TransportProbe probe, long nanos) {
			long start = System.nanoTime();
			probe.transport().await(nanos);
			assertThat(System.nanoTime() - start).isLessThan(nanos / 2);
		}

	}

}
