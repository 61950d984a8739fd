package io.raftboot.test.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.raftboot.core.log.CorruptLogException;
import io.raftboot.core.log.FileStorage;
import io.raftboot.core.log.Meta;
import io.raftboot.core.log.RecoveredLog;
import io.raftboot.core.log.StoreFailedException;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.HardState;
import io.raftboot.test.disk.FaultyDisk;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Compaction and reset, stopped at every single step: the process is killed there, or the
 * power fails and takes what was not forced. What opens afterwards is the log as it was
 * or as it should become, and it works.
 */
class SnapshotCrashTests {

	private static final int POWER_FAILURES = 8;

	@Test
	void compaction() throws Exception {
		check((log) -> segments(log, 6), (log) -> snapshotAndCompact(log, 15));
	}

	@Test
	void compactionToTheLastEntry() throws Exception {
		check((log) -> segments(log, 4), (log) -> snapshotAndCompact(log, log.lastIndex()));
	}

	@Test
	void compactionAmongOverrides() throws Exception {
		for (int keep = 5; keep <= 16; keep++) {
			int index = keep;
			check(SnapshotCrashTests::overrides, (log) -> snapshotAndCompact(log, index));
		}
	}

	@Test
	void compactionAfterCompaction() throws Exception {
		check((log) -> {
			segments(log, 4);
			snapshotAndCompact(log, 8);
			segments(log, 4);
		}, (log) -> snapshotAndCompact(log, 20));
	}

	@Test
	void resetOfAnEmptyLog() throws Exception {
		check((log) -> {
		}, (log) -> log.reset(3, 50));
	}

	@Test
	void resetBehindTheEnd() throws Exception {
		check((log) -> segments(log, 4), (log) -> log.reset(3, 50));
	}

	@Test
	void resetInsideWithTheSameTerm() throws Exception {
		check((log) -> segments(log, 4), (log) -> log.reset(1, 7));
	}

	@Test
	void resetInsideWithAnotherTerm() throws Exception {
		check(SnapshotCrashTests::overrides, (log) -> log.reset(9, 7));
	}

	@Test
	void resetAtTheEnd() throws Exception {
		check((log) -> segments(log, 4), (log) -> log.reset(1, log.lastIndex()));
		check((log) -> segments(log, 4), (log) -> log.reset(2, log.lastIndex()));
	}

	@Test
	void resetAfterReset() throws Exception {
		check((log) -> {
			segments(log, 3);
			log.reset(3, 50);
		}, (log) -> log.reset(4, 60));
	}

	@Test
	void resetOfACompactedLog() throws Exception {
		check((log) -> {
			segments(log, 5);
			snapshotAndCompact(log, 10);
		}, (log) -> log.reset(4, 60));
	}

	/** Stops at each step of the change until it runs through. */
	private static void check(Action before, Action change) throws Exception {
		FaultyDisk disk = new FaultyDisk();
		try (FileStorage storage = DiskFixture.open(disk)) {
			storage.meta().store(storage.meta().current().withHardState(new HardState(1, null)));
			before.run(new ModelledLog(storage));
		}
		for (boolean unforced : new boolean[] { false, true }) {
			List<Found> old = new ArrayList<>(List.of(outcome(disk, false, null)));
			List<Found> changed = new ArrayList<>(List.of(outcome(disk, false, change)));
			if (unforced) {
				old.add(outcome(disk, true, null));
				changed.add(outcome(disk, true, change));
			}
			boolean done = false;
			for (int steps = 0; !done; steps++) {
				for (int failure = 0; failure < POWER_FAILURES; failure++) {
					try {
						done = new Run(disk.copy(), new Random(failure), unforced).run(change, steps, old, changed);
					}
					catch (AssertionError | Exception ex) {
						throw new AssertionError("Stopped after " + steps + " steps, failure " + failure
								+ (unforced ? ", with an unforced frame" : ""), ex);
					}
				}
				assertThat(steps).isLessThan(200);
			}
		}
	}

	/** What a log holds that was changed, or not, and nothing went wrong. */
	private static Found outcome(FaultyDisk disk, boolean another, @Nullable Action change) throws Exception {
		FaultyDisk copy = disk.copy();
		try (FileStorage storage = DiskFixture.open(copy)) {
			ModelledLog log = ModelledLog.of(storage);
			if (another) {
				TestEntries.write(storage, anotherFrame(log));
			}
			if (change != null) {
				change.run(log);
			}
		}
		try (FileStorage storage = DiskFixture.open(copy)) {
			return Found.in(storage);
		}
	}

	private static EntryBatch anotherFrame(ModelledLog log) {
		return TestEntries.commands(log.storage().meta().current().hardState().term(), log.lastIndex() + 1, 1, 1900);
	}

	private static void segments(ModelledLog log, int segments) throws Exception {
		for (int i = 0; i < segments * 4; i++) {
			log.write(log.storage().meta().current().hardState().term(), log.lastIndex() + 1, 1, 900);
		}
	}

	private static void overrides(ModelledLog log) throws Exception {
		segments(log, 4);
		log.write(2, 6, 3, 900);
		segments(log, 2);
	}

	private static void snapshotAndCompact(ModelledLog log, long index) throws Exception {
		log.snapshot(index);
		log.compact(index);
	}

	/** One attempt, and a life after it. */
	private static final class Run {

		private final FaultyDisk disk;

		private final Random random;

		private final boolean unforced;

		Run(FaultyDisk disk, Random random, boolean unforced) {
			this.disk = disk;
			this.random = random;
			this.unforced = unforced;
		}

		/** Whether the change ran through before the power failed. */
		boolean run(Action change, int steps, List<Found> old, List<Found> changed) throws Exception {
			FileStorage storage = DiskFixture.open(this.disk);
			ModelledLog log = ModelledLog.of(storage);
			if (this.unforced) {
				TestEntries.append(storage, anotherFrame(log));
			}
			boolean done = attempt(storage, log, change, steps);
			if (this.random.nextInt(4) == 0) {
				this.disk.killProcess();
			}
			else {
				this.disk.losePower(this.random);
			}
			if (done) {
				assertThat(DiskFixture.segments(this.disk)).as("durable deletions").hasSize(storage.log().segments());
			}
			openAndFail();
			FileStorage reopened = DiskFixture.open(this.disk);
			List<Found> expected = new ArrayList<>(changed);
			if (!done) {
				expected.addAll(old);
			}
			assertThat(expected).contains(Found.in(reopened));
			liveOn(reopened);
			return done;
		}

		private boolean attempt(FileStorage storage, ModelledLog log, Action change, int steps) throws Exception {
			this.disk.stopAfter(steps);
			try {
				change.run(log);
				return true;
			}
			catch (StoreFailedException ex) {
				EntryBatch next = TestEntries.commands(1, storage.log().lastIndex() + 1, 1, 10);
				assertThatExceptionOfType(StoreFailedException.class)
					.isThrownBy(() -> storage.log().append(List.of(next)));
				assertThatExceptionOfType(StoreFailedException.class).isThrownBy(() -> storage.log().force());
				assertThatExceptionOfType(StoreFailedException.class)
					.isThrownBy(() -> storage.meta().store(storage.meta().current()));
				return false;
			}
		}

		/** The power fails during recovery too. */
		private void openAndFail() throws Exception {
			this.disk.stopAfter(this.random.nextInt(12));
			try {
				DiskFixture.open(this.disk);
			}
			catch (CorruptLogException ex) {
				throw ex;
			}
			catch (IOException ex) {
				// expected
			}
			this.disk.losePower(this.random);
		}

		/**
		 * What a node does next: a log that does not hold its snapshot's end is useless.
		 */
		private void liveOn(FileStorage storage) throws Exception {
			ModelledLog log = ModelledLog.of(storage);
			Meta meta = storage.meta().current();
			if (meta.snapshotIndex() > log.lastIndex() || log.termOf(meta.snapshotIndex()) != meta.snapshotTerm()) {
				log.reset(meta.snapshotTerm(), meta.snapshotIndex());
			}
			long term = storage.meta().current().hardState().term();
			log.write(term, log.lastIndex() + 1, 1, 900);
			reopen(log);
			log.write(term + 1, log.lastIndex(), 2, 900);
			log.write(term + 1, log.lastIndex() + 1, 3, 900);
			reopen(log);
			log.write(term + 2, log.lastIndex() - 3, 1, 900);
			log.write(term + 2, log.lastIndex() + 1, 3, 900);
			snapshotAndCompact(log, log.lastIndex());
			reopen(log);
			log.reset(term + 2, log.lastIndex() + 10);
			log.write(term + 2, log.lastIndex() + 1, 1, 900);
			reopen(log);
		}

		private void reopen(ModelledLog log) throws Exception {
			log.assertHolds();
			if (this.random.nextBoolean()) {
				this.disk.losePower(this.random);
			}
			else {
				log.storage().close();
			}
			FileStorage storage = DiskFixture.open(this.disk);
			log.reopened(storage);
			log.assertRecovered();
			assertThat(DiskFixture.segments(this.disk)).hasSize(storage.log().segments());
			assertThat(this.disk.list(DiskFixture.DIRECTORY.resolve("log"))).noneMatch((file) -> file.endsWith(".tmp"));
		}

	}

	/** What there is in a log. */
	private record Found(RecoveredLog recovered, List<Long> terms) {

		static Found in(FileStorage storage) throws Exception {
			return new Found(storage.log().recovered(), TestEntries.terms(storage.log()));
		}

	}

	private interface Action {

		void run(ModelledLog log) throws Exception;

	}

}
