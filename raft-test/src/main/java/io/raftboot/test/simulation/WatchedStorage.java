package io.raftboot.test.simulation;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

import io.raftboot.core.log.LogStore;
import io.raftboot.core.log.Meta;
import io.raftboot.core.log.MetaStore;
import io.raftboot.core.log.RecoveredLog;
import io.raftboot.core.log.Storage;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryCursor;
import org.jspecify.annotations.Nullable;

/** Passes everything on to the real storage and notes what that promises by returning. */
final class WatchedStorage implements Storage {

	private final Storage target;

	private final DurableRecord record;

	private final EntryWatch entries;

	private final Coverage coverage;

	/** Told what is wrong, since the node would take an exception for a failed disk. */
	private final Consumer<BrokenLaw> broken;

	private final LongPredicate snapshots;

	private final MetaStore meta;

	private final LogStore log;

	private final EntryCursor cursor = new EntryCursor();

	private final LongList terms = new LongList();

	/**
	 * Watches one.
	 * @param snapshots whether there is a snapshot at this index
	 */
	WatchedStorage(Storage target, DurableRecord record, EntryWatch entries, Coverage coverage,
			Consumer<BrokenLaw> broken, LongPredicate snapshots) throws IOException {
		this.snapshots = snapshots;
		this.target = target;
		this.record = record;
		this.entries = entries;
		this.coverage = coverage;
		this.broken = broken;
		this.meta = new WatchedMeta();
		this.log = new WatchedLog(target.log());
		Meta found = target.meta().current();
		guard(() -> record.opened(target.log().recovered(), found.hardState(), found.snapshotIndex()));
	}

	@Override
	public MetaStore meta() {
		return this.meta;
	}

	@Override
	public LogStore log() {
		return this.log;
	}

	@Override
	public void close() throws IOException {
		this.target.close();
	}

	private void guard(Check check) throws IOException {
		try {
			check.run();
		}
		catch (BrokenLaw ex) {
			this.broken.accept(ex);
			throw ex;
		}
	}

	private void count(boolean happened, Transition transition) {
		if (happened) {
			this.coverage.count(transition);
		}
	}

	private void appended(EntryBatch batch) {
		this.terms.cut(0);
		this.cursor.reset(batch);
		while (this.cursor.next()) {
			this.terms.set(this.cursor.index() - batch.firstIndex(), this.cursor.term());
			this.entries.appended(this.cursor);
		}
		this.record.appended(batch, this.terms);
	}

	/** Sees every entry that is written anywhere. */
	interface EntryWatch {

		void appended(EntryCursor entry);

	}

	private interface Check {

		void run() throws IOException;

	}

	private final class WatchedMeta implements MetaStore {

		@Override
		public Meta current() {
			return WatchedStorage.this.target.meta().current();
		}

		@Override
		public void store(Meta meta) throws IOException {
			long snapshotIndex = meta.snapshotIndex();
			guard(() -> WatchedStorage.this.record.naming(snapshotIndex,
					snapshotIndex == current().snapshotIndex() || WatchedStorage.this.snapshots.test(snapshotIndex)));
			WatchedStorage.this.target.meta().store(meta);
			guard(() -> WatchedStorage.this.record.stored(meta.hardState(), meta.snapshotIndex()));
		}

	}

	private final class WatchedLog implements LogStore {

		private final LogStore log;

		WatchedLog(LogStore log) {
			this.log = log;
		}

		@Override
		public RecoveredLog recovered() {
			return this.log.recovered();
		}

		@Override
		public long firstIndex() {
			return this.log.firstIndex();
		}

		@Override
		public long lastIndex() {
			return this.log.lastIndex();
		}

		@Override
		public void append(List<EntryBatch> batches) throws IOException {
			count(batches.get(0).firstIndex() <= this.log.lastIndex(), Transition.TRUNCATED);
			WatchedStorage.this.record.overwriting(batches.get(0).firstIndex());
			this.log.append(batches);
			guard(() -> batches.forEach(WatchedStorage.this::appended));
		}

		@Override
		public void force() throws IOException {
			this.log.force();
			WatchedStorage.this.record.forced();
		}

		@Override
		public EntryBatch read(long firstIndex, long lastIndex, int bytesMax) throws IOException {
			return this.log.read(firstIndex, lastIndex, bytesMax);
		}

		@Override
		public void compact(long firstIndexToKeep) throws IOException {
			long before = this.log.firstIndex();
			this.log.compact(firstIndexToKeep);
			count(this.log.firstIndex() > before, Transition.COMPACTED);
		}

		@Override
		public void reset(long index, long term) throws IOException {
			WatchedStorage.this.record.overwriting(index + 1);
			this.log.reset(index, term);
			WatchedStorage.this.record.reset(index);
		}

		@Override
		public long bytes() {
			return this.log.bytes();
		}

		@Override
		public long writtenBytes() {
			return this.log.writtenBytes();
		}

		@Override
		public int segments() {
			return this.log.segments();
		}

		@Override
		public @Nullable String diskFullReason() {
			return this.log.diskFullReason();
		}

		@Override
		public void recheckDiskSpace() {
			this.log.recheckDiskSpace();
		}

	}

}
