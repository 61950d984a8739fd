package io.raftboot.test.transport;

import java.nio.ByteBuffer;
import java.util.List;

import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.SnapshotChunk;
import io.raftboot.core.model.SnapshotChunkResponse;
import io.raftboot.core.transport.Refusal;
import org.junit.jupiter.api.Test;

import static io.raftboot.test.transport.TransportProbe.runUntil;
import static io.raftboot.test.transport.TransportProbe.settle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Pieces of snapshots, and what else is sent meanwhile. */
abstract class TransportBulkContractTests extends TransportFixture {

	private static final int PIECE_BYTES = 256 << 10;

	TransportBulkContractTests(TransportContractTests kit) {
		super(kit);
	}

	/** Sends pieces from this one on until the queue is full; returns the next one. */
	private static int fill(TransportProbe from, TransportProbe to, int next) {
		int piece = next;
		while (from.transport().send(to.id(), chunk(from, piece, PIECE_BYTES)) && piece < next + 1000) {
			piece++;
			from.transport().flush();
		}
		return piece;
	}

	private static void assertComplete(TransportProbe from, TransportProbe to, int count) {
		List<SnapshotChunk> chunks = to.chunks();
		assertThat(chunks).hasSize(count);
		for (int i = 0; i < count; i++) {
			assertThat(chunks.get(i)).isEqualTo(chunk(from, i, PIECE_BYTES));
		}
	}

	@Test
	void arriveInOrderAndComplete() {
		TransportProbe a = node("a");
		TransportProbe b = node("b");
		connect(a, b);
		int sent = 0;
		while (sent < 100) {
			sent = fill(a, b, sent);
			int received = b.chunks().size();
			runUntil(() -> b.chunks().size() > received, a, b);
		}
		int expected = sent;
		runUntil(() -> b.chunks().size() == expected, a, b);
		assertComplete(a, b, sent);
	}

	@Test
	void takeAConnectionThatTheNodeDoesNotHearOf() {
		TransportProbe a = node("a");
		TransportProbe b = node("b");
		connect(a, b);
		assertThat(b.greeted()).hasSize(1);
		a.transport().send(b.id(), chunk(a, 0, 1000));
		runUntil(() -> b.chunks().size() == 1, a, b);
		a.transport().send(b.id(), chunk(a, 1, 1000));
		runUntil(() -> b.chunks().size() == 2, a, b);
		assertThat(b.greeted()).containsExactly(a.hello(), a.hello());
		assertThat(a.greeted()).containsExactly(b.hello(), b.hello());
		assertThat(a.events()).containsExactly("+b");
		assertThat(b.events()).isEmpty();
	}

	@Test
	void waitForTheirConnection() {
		TransportProbe a = node("a");
		TransportProbe b = node("b");
		a.connectTo(b);
		assertThat(a.transport().send(b.id(), chunk(a, 0, PIECE_BYTES))).isTrue();
		assertThat(a.transport().send(b.id(), chunk(a, 1, PIECE_BYTES))).isTrue();
		runUntil(() -> b.chunks().size() == 2, a, b);
		assertComplete(a, b, 2);
	}

	@Test
	void leaveTheBufferToTheSender() {
		TransportProbe a = node("a");
		TransportProbe b = node("b");
		a.connectTo(b);
		ByteBuffer buffer = ByteBuffer.allocate(1000).put(0, (byte) 1);
		SnapshotChunk waiting = new SnapshotChunk(a.id(), 3L, 1L, 1L, 2000L, 0, 0L, buffer);
		a.transport().send(b.id(), waiting);
		buffer.put(0, (byte) 9);
		runUntil(() -> b.chunks().size() == 1, a, b);
		a.transport().send(b.id(), waiting);
		buffer.put(0, (byte) 10);
		runUntil(() -> b.chunks().size() == 2, a, b);
		assertThat(b.chunks()).extracting((chunk) -> chunk.data().get(0)).containsExactly((byte) 1, (byte) 9);
	}

	@Test
	void areNotTakenForAStrangerOrBeyondTheQueue() {
		TransportProbe a = node("a");
		TransportProbe b = node("b");
		assertThat(a.transport().send(b.id(), chunk(a, 0, 10))).isFalse();
		a.connectTo(b);
		int taken = fill(a, b, 0);
		long pieces = TransportContractTests.BULK_QUEUE_BYTES_MAX / PIECE_BYTES;
		assertThat((long) taken).isBetween(pieces - 2, pieces);
		assertThat(a.transport().counters().messagesDropped()).isEqualTo(2);
		runUntil(() -> b.chunks().size() == taken, a, b);
		assertComplete(a, b, taken);
	}

	@Test
	void ofMoreThanAMebibyteAreAMistakeOfTheSender() {
		TransportProbe a = node("a");
		TransportProbe b = node("b");
		connect(a, b);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> a.transport().send(b.id(), chunk(a, 0, SnapshotChunk.DATA_BYTES_MAX + 1)));
		settle(a, b);
		assertThat(b.greeted()).hasSize(1);
		a.transport().send(b.id(), chunk(a, 0, SnapshotChunk.DATA_BYTES_MAX));
		runUntil(() -> b.chunks().size() == 1, a, b);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> a.transport().send(b.id(), chunk(a, 1, SnapshotChunk.DATA_BYTES_MAX + 1)));
	}

	@Test
	void areOvertakenByHeartbeats() {
		TransportProbe a = node("a");
		TransportProbe b = node("b");
		connect(a, b);
		int pieces = (64 << 20) / PIECE_BYTES;
		int sent = 0;
		for (int round = 1; sent < pieces; round++) {
			sent = fill(a, b, sent);
			Heartbeat heartbeat = heartbeat(a, round);
			assertThat(a.transport().send(b.id(), heartbeat)).isTrue();
			a.transport().flush();
			// The receiver alone: it has a queue of pieces in front of it
			runUntil(() -> b.messages().contains(heartbeat), b);
			long behindBytes = (long) (sent - b.chunks().size()) * PIECE_BYTES;
			assertThat(behindBytes).isGreaterThan(TransportContractTests.BULK_QUEUE_BYTES_MAX / 2);
			int received = b.chunks().size();
			runUntil(() -> b.chunks().size() > received + 3, a, b);
		}
		int expected = sent;
		runUntil(() -> b.chunks().size() == expected, a, b);
		assertComplete(a, b, sent);
	}

	@Test
	void areAnsweredOnTheOtherConnection() {
		TransportProbe a = node("a");
		TransportProbe b = node("b");
		connect(a, b);
		SnapshotChunkResponse response = new SnapshotChunkResponse(a.id(), 3L, 1L, 1L, 77L,
				SnapshotChunkResponse.Status.CONTINUE);
		a.transport().send(b.id(), response);
		runUntil(() -> !b.messages().isEmpty(), a, b);
		assertThat(b.messages()).containsExactly(response);
		assertThat(b.greeted()).hasSize(1);
	}

	@Test
	void findTheirWayAgainAfterTheConnectionBroke() {
		TransportProbe a = node("a");
		TransportProbe b = node("b");
		connect(a, b);
		a.transport().send(b.id(), chunk(a, 0, PIECE_BYTES));
		runUntil(() -> b.chunks().size() == 1, a, b);
		String address = b.transport().boundAddress();
		b.close();
		runUntil(() -> a.events().contains("-b"), a);
		fill(a, b, 1);
		settle(a);
		TransportProbe restarted = node("b", newTransport(address));
		runUntil(() -> {
			a.transport().send(restarted.id(), chunk(a, 7, 1000));
			return !restarted.chunks().isEmpty();
		}, a, restarted);
		assertThat(restarted.chunks()).contains(chunk(a, 7, 1000));
	}

	@Test
	void areLostWhenTheyAreNotWelcome() {
		TransportProbe a = node("a");
		TransportProbe b = node("b");
		connect(a, b);
		Refusal refusal = new Refusal(Refusal.Code.REMOVED, "Node a was removed");
		b.refuseAll(refusal);
		a.transport().send(b.id(), chunk(a, 0, PIECE_BYTES));
		runUntil(() -> !a.refusals().isEmpty(), a, b);
		assertThat(a.refusals()).containsOnly(refusal);
		assertThat(b.transport().counters().connectionsRefused()).isEqualTo(1);
		b.refuseAll(null);
		settle(a, b);
		assertThat(b.messages()).isEmpty();
		assertThat(a.events()).containsExactly("+b");
		a.transport().send(b.id(), chunk(a, 1, PIECE_BYTES));
		runUntil(() -> !b.messages().isEmpty(), a, b);
		assertThat(b.messages()).containsExactly(chunk(a, 1, PIECE_BYTES));
	}

	@Test
	void areNotSentToAPeerThatTheNodeRefuses() {
		TransportProbe a = node("a");
		TransportProbe b = node("b");
		connect(a, b);
		Refusal refusal = new Refusal(Refusal.Code.WRONG_INCARNATION, "Your disk is new");
		a.refuseAll(refusal);
		a.transport().send(b.id(), chunk(a, 0, PIECE_BYTES));
		runUntil(() -> !b.refusals().isEmpty(), a, b);
		assertThat(b.refusals()).containsExactly(refusal);
		assertThat(b.messages()).isEmpty();
		assertThat(a.events()).containsExactly("+b");
	}

	@Test
	void goToThePeersNewAddress() {
		TransportProbe a = node("a");
		TransportProbe old = node("b");
		connect(a, old);
		a.transport().send(old.id(), chunk(a, 0, PIECE_BYTES));
		runUntil(() -> old.chunks().size() == 1, a, old);
		TransportProbe moved = node("b");
		a.connectTo(moved);
		a.transport().send(NodeId.of("b"), chunk(a, 1, PIECE_BYTES));
		runUntil(() -> moved.chunks().size() == 1, a, old, moved);
		assertThat(old.chunks()).containsExactly(chunk(a, 0, PIECE_BYTES));
	}

	@Test
	void bytesOfThemAreCounted() {
		TransportProbe a = node("a");
		TransportProbe b = node("b");
		connect(a, b);
		a.transport().send(b.id(), heartbeat(a, 1));
		runUntil(() -> b.messages().size() == 1, a, b);
		assertThat(a.transport().counters().bulkBytesSent()).isZero();
		assertThat(b.transport().counters().bulkBytesReceived()).isZero();
		a.transport().send(b.id(), chunk(a, 0, 5000));
		runUntil(() -> b.chunks().size() == 1, a, b);
		assertThat(a.transport().counters().bulkBytesSent()).isBetween(5000L, 5100L);
		assertThat(b.transport().counters().bulkBytesReceived()).isBetween(5000L, 5100L);
		assertThat(a.transport().counters().bytesSent())
			.isGreaterThanOrEqualTo(a.transport().counters().bulkBytesSent());
	}

}
