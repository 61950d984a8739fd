package io.raftboot.core.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Random;

import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.SnapshotChunk;
import io.raftboot.core.model.SnapshotMeta;
import io.raftboot.core.snapshot.MemorySnapshotStore;
import io.raftboot.core.snapshot.SnapshotReader;
import io.raftboot.core.snapshot.SnapshotWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** One transfer, in steps: the peer answers what it was sent. */
class SnapshotSenderTests {

	private static final int CONTENT_BYTES = 20 * SnapshotSender.CHUNK_BYTES;

	private final ArrayDeque<SnapshotChunk> sent = new ArrayDeque<>();

	private final SendRate unlimited = new SendRate(0, 0);

	private SnapshotSender sender;

	private long totalBytes;

	private long receivedBytes;

	private long sentBytes;

	private long nowNanos;

	@BeforeEach
	void begin() throws IOException {
		MemorySnapshotStore store = new MemorySnapshotStore();
		byte[] content = new byte[CONTENT_BYTES];
		new Random(1).nextBytes(content);
		try (SnapshotWriter writer = store.write(new SnapshotMeta(9, 1, 1,
				new ConfigurationEntry(new ClusterId(1, 1), Membership.of(List.of(Peer.of("n1", "a:1"))))))) {
			writer.content().write(content);
			writer.commit();
		}
		SnapshotReader reader = store.read(store.newest());
		this.totalBytes = reader.file().totalBytes();
		this.sender = new SnapshotSender(NodeId.of("n1"), NodeId.of("n2"), 1, 9, new Wire(), 0);
		this.sender.opened(reader, 0);
	}

	/** The peer takes the oldest chunk on its way and says how much it has. */
	private void answer(int times) {
		SnapshotChunk chunk = this.sent.remove();
		if (chunk.offset() <= this.receivedBytes) {
			this.receivedBytes = Math.max(this.receivedBytes, chunk.offset() + chunk.data().remaining());
		}
		long received = this.receivedBytes;
		for (int i = 0; i < times; i++) {
			this.nowNanos++;
			this.sender.onContinue(received, this.nowNanos);
			this.sender.pump(this.unlimited, this.nowNanos);
		}
	}

	private void answerAll() {
		while (!this.sent.isEmpty()) {
			answer(1);
		}
	}

	@Test
	void aDoubledAnswerSendsNothingTwice() {
		answer(1);
		answer(1);
		answer(2);
		answerAll();
		assertThat(this.sender.isComplete()).isTrue();
		assertThat(this.sentBytes).isEqualTo(this.totalBytes);
	}

	@Test
	void whatIsLostIsAskedFor() {
		answer(1);
		answer(1);
		this.sent.remove();
		answerAll();
		assertThat(this.sender.isComplete()).isFalse();
		this.sender.ask(this.nowNanos);
		answerAll();
		assertThat(this.sender.isComplete()).isTrue();
	}

	/** Else it would hold back the leader's log for ever. */
	@Test
	void answersThatTellNothingNewAreNoProgress() {
		answerAll();
		long completeNanos = this.nowNanos;
		for (int i = 0; i < 10; i++) {
			this.nowNanos += 1000;
			this.sender.ask(this.nowNanos);
			answerAll();
		}
		assertThat(this.sender.isComplete()).isTrue();
		assertThat(this.sender.waitedNanos(this.nowNanos)).isEqualTo(this.nowNanos - completeNanos);
	}

	private final class Wire implements SnapshotSender.Channel {

		@Override
		public boolean send(NodeId to, SnapshotChunk chunk) {
			SnapshotSenderTests.this.sent.add(chunk);
			SnapshotSenderTests.this.sentBytes += chunk.data().remaining();
			return true;
		}

		@Override
		public void read(SnapshotSender sender, SnapshotSender.Read read, SnapshotSender.Result result) {
			try {
				ByteBuffer data = read.data();
				result.accept(data);
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
