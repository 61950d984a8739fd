package io.raftboot.core.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.log.LogStore;
import io.raftboot.core.log.MemoryStorage;
import io.raftboot.core.log.Meta;
import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryBatchBuilder;
import io.raftboot.core.model.EntryType;
import io.raftboot.core.model.HardState;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.transport.Transport;
import io.raftboot.core.transport.TransportCounters;
import io.raftboot.core.transport.TransportListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What goes to one peer, step by step: a piece of 16 KiB holds 15 entries. */
class CatchUpTests {

	private static final NodeId SELF = NodeId.of("n1");

	private static final NodeId PEER = NodeId.of("n2");

	private static final long BYTES_PER_SECOND = 1 << 20;

	private static final long PIECE_NANOS = 1_000_000_000L / 64;

	private static final int ENTRIES = 200;

	private final List<AppendEntries> sent = new ArrayList<>();

	private final Inbox inbox = new Inbox(() -> {
	});

	private final MemoryStorage storage = new MemoryStorage(Meta.initial(SELF, 1));

	private final LogStore log = this.storage.log();

	private final EntryCache cache = new EntryCache(this.log, new EntryArena(0), 1 << 20);

	private long nowNanos;

	private boolean leading = true;

	private CatchUp catchUp;

	@BeforeEach
	void fill() throws IOException {
		NodeClock clock = new TurnedClock();
		this.storage.meta().store(this.storage.meta().current().withHardState(new HardState(1L, null)));
		this.catchUp = new CatchUp(this.log, this.inbox, new Wire(), this.cache, new SendRate(BYTES_PER_SECOND, 0L),
				clock);
		this.catchUp.connect(() -> {
		}, (peer, term) -> this.leading && term == 1L);
		for (long index = 1; index <= ENTRIES; index++) {
			EntryBatch entry = EntryBatchBuilder.single(index, 1L, EntryType.COMMAND, ByteBuffer.allocate(1024));
			this.log.append(List.of(entry));
			this.catchUp.appended(entry);
			if (index > ENTRIES / 2) {
				this.cache.append(entry, null);
			}
		}
	}

	private void sendAll() {
		this.catchUp.send(PEER, new AppendEntries(SELF, 1L, 0L, 0L, 0L, 1L, 500, EntryBatch.EMPTY), ENTRIES);
	}

	/** Turns of loop and reader until nothing moves. */
	private void settle() {
		int work = 1;
		while (work > 0) {
			work = this.catchUp.doWork();
			for (Inbox.LoopTask task = this.inbox.pollTask(); task != null; task = this.inbox.pollTask()) {
				task.action().run();
			}
		}
	}

	private long sentIndex() {
		return this.sent.isEmpty() ? 0L : this.sent.get(this.sent.size() - 1).entries().lastIndex();
	}

	@Test
	void aPeerThatIsBehindGetsAllAtOnce() {
		sendAll();
		settle();
		assertThat(sentIndex()).isEqualTo(ENTRIES);
		assertThat(this.catchUp.isBusyWith(PEER)).isFalse();
	}

	@Test
	void behindASnapshotItComesInPieces() {
		this.catchUp.hasSnapshot(PEER, 1L);
		sendAll();
		settle();
		long first = sentIndex();
		assertThat(first).isBetween(10L, 40L);
		assertThat(this.catchUp.waitNanos(this.nowNanos)).isBetween(1L, PIECE_NANOS);
		long before = first;
		while (sentIndex() < ENTRIES) {
			this.nowNanos += PIECE_NANOS;
			this.catchUp.advance();
			settle();
			assertThat(sentIndex()).isBetween(before, before + 40L);
			before = sentIndex();
		}
		assertThat(this.nowNanos).isGreaterThan((ENTRIES - first - 40) * 1024L * 1_000_000_000L / BYTES_PER_SECOND);
		assertThat(this.catchUp.isBusyWith(PEER)).isFalse();
		assertThat(this.catchUp.waitNanos(this.nowNanos)).isEqualTo(Long.MAX_VALUE);
		long next = 1L;
		for (AppendEntries message : this.sent) {
			assertThat(message.previousIndex()).isEqualTo(next - 1);
			assertThat(message.entries().firstIndex()).isEqualTo(next);
			next = message.entries().lastIndex() + 1;
		}
	}

	@Test
	void whoLeadsNoMoreSendsNoMore() {
		this.catchUp.hasSnapshot(PEER, 1L);
		sendAll();
		settle();
		long before = sentIndex();
		this.leading = false;
		this.nowNanos += 100 * PIECE_NANOS;
		this.catchUp.advance();
		settle();
		assertThat(sentIndex()).isEqualTo(before);
		assertThat(this.catchUp.isBusyWith(PEER)).isFalse();
	}

	private final class TurnedClock implements NodeClock {

		@Override
		public long nanoTime() {
			return CatchUpTests.this.nowNanos;
		}

		@Override
		public long currentTimeMillis() {
			return 0L;
		}

	}

	private final class Wire implements Transport {

		@Override
		public boolean send(NodeId to, Message message) {
			return CatchUpTests.this.sent.add((AppendEntries) message);
		}

		@Override
		public void start(TransportListener listener) {
		}

		@Override
		public String boundAddress() {
			return "";
		}

		@Override
		public void connectTo(List<Peer> peers) {
		}

		@Override
		public int poll() {
			return 0;
		}

		@Override
		public void await(long timeoutNanos) {
		}

		@Override
		public void wakeUp() {
		}

		@Override
		public void flush() {
		}

		@Override
		public TransportCounters counters() {
			throw new UnsupportedOperationException();
		}

		@Override
		public void close() {
		}

	}

}
