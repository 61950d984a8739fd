package io.raftboot.core.node;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.List;

import io.raftboot.core.io.DiskFullException;
import io.raftboot.core.log.LogStore;
import io.raftboot.core.log.MemoryStorage;
import io.raftboot.core.log.Meta;
import io.raftboot.core.log.MetaStore;
import io.raftboot.core.log.Storage;
import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryBatchBuilder;
import io.raftboot.core.model.EntryType;
import io.raftboot.core.model.HardState;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.SnapshotMeta;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The log writer on one thread: what snapshots do to the log, in which order. */
class LogWriterTests {

	private final MemoryStorage storage = new MemoryStorage(Meta.initial(NodeId.of("n1"), 1));

	private final LogStore log = this.storage.log();

	private final RecordingListener listener = new RecordingListener();

	private final LogWriter writer = new LogWriter(this.storage, this.listener, null, NodeClock.SYSTEM);

	private long writeNumber;

	@BeforeEach
	void appendSomeEntries() {
		this.writer.offer(WriteItem.persist(++this.writeNumber, new HardState(1, null)));
		for (long index = 1; index <= 10; index++) {
			append(index);
		}
		work();
	}

	private void append(long index) {
		this.writer.offer(WriteItem.append(++this.writeNumber, entry(index)));
	}

	private static EntryBatch entry(long index) {
		return EntryBatchBuilder.single(index, 1, EntryType.NO_OP, ByteBuffer.allocate(0));
	}

	private static SnapshotMeta snapshot(long index) {
		return new SnapshotMeta(index, 1, 1,
				new ConfigurationEntry(new ClusterId(1, 1), Membership.of(List.of(Peer.of("n1", "a:1")))));
	}

	private void work() {
		while (this.writer.doWork() > 0) {
			// Until nothing is left.
		}
	}

	/** The own one took so long that another node's was installed meanwhile. */
	@Test
	void anOwnSnapshotOlderThanTheInstalledOneChangesNothing() {
		this.writer.offer(WriteItem.install(++this.writeNumber, snapshot(20)));
		this.writer.offer(WriteItem.compact(snapshot(8), 9));
		append(21);
		work();
		assertThat(this.storage.meta().current().snapshotIndex()).isEqualTo(20);
		assertThat(this.log.firstIndex()).isEqualTo(21);
		assertThat(this.log.lastIndex()).isEqualTo(21);
		assertThat(this.listener.persisted).isEqualTo(this.writeNumber);
	}

	/** A start fell back to an older snapshot than meta names and replays from there. */
	@Test
	void anOwnSnapshotOlderThanTheOneOnRecordShortensTheLogAsFarAsItGoes() throws IOException {
		this.storage.meta().store(this.storage.meta().current().withSnapshot(9, 1));
		this.writer.offer(WriteItem.compact(snapshot(5), 6));
		work();
		assertThat(this.storage.meta().current().snapshotIndex()).isEqualTo(9);
		assertThat(this.log.firstIndex()).isEqualTo(6);
	}

	@Test
	void aSnapshotBehindAnAppendThatFindsNoSpaceMakesTheSpace() {
		LogWriter full = new LogWriter(new Stores(this.storage.meta(), fullUntilShorter(this.log)), this.listener, null,
				NodeClock.SYSTEM);
		full.offer(WriteItem.append(++this.writeNumber, entry(11)));
		full.offer(WriteItem.persist(++this.writeNumber, new HardState(2, null)));
		full.offer(WriteItem.compact(snapshot(5), 6));
		full.offer(WriteItem.append(++this.writeNumber, entry(12)));
		full.offer(WriteItem.install(++this.writeNumber, snapshot(30)));
		full.offer(WriteItem.compact(snapshot(40), 35));
		this.listener.whenFull = () -> {
			throw new AssertionError("What would make room was not looked for");
		};
		assertThat(full.doWork()).isPositive();
		while (full.doWork() > 0) {
			// Until nothing is left.
		}
		assertThat(this.listener.failure).isNull();
		assertThat(this.listener.persisted).isEqualTo(this.writeNumber);
		assertThat(this.storage.meta().current().hardState().term()).isEqualTo(2);
		assertThat(this.storage.meta().current().snapshotIndex()).isEqualTo(40);
		assertThat(this.log.lastIndex()).isEqualTo(30);
	}

	/** What shortens the log behind an install is about the log that comes with it. */
	@Test
	void anInstallThatFindsNoSpaceForWhatIsBeforeItIsNotOvertaken() {
		LogWriter full = new LogWriter(new Stores(this.storage.meta(), fullUntilShorter(this.log)), this.listener, null,
				NodeClock.SYSTEM);
		full.offer(WriteItem.append(++this.writeNumber, entry(11)));
		full.offer(WriteItem.install(++this.writeNumber, snapshot(30)));
		full.offer(WriteItem.compact(snapshot(40), 35));
		assertThat(full.doWork()).isZero();
		assertThat(this.listener.failure).isNull();
		assertThat(full.retryNanos()).isLessThan(Long.MAX_VALUE);
		assertThat(this.storage.meta().current().snapshotIndex()).isZero();
		assertThat(this.log.lastIndex()).isEqualTo(10);
	}

	private static final class RecordingListener implements LogWriter.Listener {

		private long persisted;

		private @Nullable Exception failure;

		private Runnable whenFull = () -> {
		};

		@Override
		public void persisted(long writeNumber) {
			this.persisted = writeNumber;
		}

		@Override
		public void writeFailed(Exception failure) {
			this.failure = failure;
		}

		@Override
		public void diskFull(DiskFullException failure) {
			this.whenFull.run();
		}

	}

	/** Takes no more entries before some are let go. */
	private static LogStore fullUntilShorter(LogStore target) {
		return (LogStore) Proxy.newProxyInstance(LogStore.class.getClassLoader(), new Class<?>[] { LogStore.class },
				(proxy, method, arguments) -> {
					if (method.getName().equals("append") && target.firstIndex() == 1) {
						throw new DiskFullException("No space left");
					}
					return method.invoke(target, arguments);
				});
	}

	private record Stores(MetaStore meta, LogStore log) implements Storage {

		@Override
		public void close() {
		}

	}

}
