package io.raftboot.test.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

import io.raftboot.core.log.LogStore;
import io.raftboot.core.log.RecoveredLog;
import io.raftboot.core.log.Storage;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryType;
import io.raftboot.core.model.HardState;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What every {@link LogStore} must do with entries that a snapshot covers. Extend it and
 * say how to open one; if it has segments, of at most 64 KiB.
 */
public abstract class LogSnapshotContractTests {

	private @Nullable ModelledLog model;

	/**
	 * Opens a storage: an empty one at first, the same again after it was closed.
	 */
	protected abstract Storage open() throws Exception;

	@BeforeEach
	void openStorage() throws Exception {
		this.model = new ModelledLog(open());
	}

	@AfterEach
	void closeStorage() throws Exception {
		model().storage().close();
	}

	@Test
	void anythingMayFollowAnything() throws Exception {
		for (int seed = 0; seed < 5; seed++) {
			Random random = new Random(seed);
			try {
				for (int step = 0; step < 120; step++) {
					anything(random);
				}
				assertSurvives();
			}
			catch (AssertionError | Exception ex) {
				throw new AssertionError("Seed " + seed, ex);
			}
		}
	}

	@Test
	void readersGetWhatWasWrittenOrNothing() throws Exception {
		model().fill(1, 8);
		AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
		List<Thread> readers = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			Thread reader = new Thread(() -> readUntil(400, failure));
			reader.start();
			readers.add(reader);
		}
		while (model().lastIndex() < 400) {
			long last = model().lastIndex();
			if (last % 100 < 4) {
				model().reset(model().termOf(last), last + 7);
			}
			else if (last - model().storage().meta().current().snapshotIndex() > 10) {
				model().snapshot(last - 5);
				model().compact(last - 5);
			}
			model().fill(1, 1);
		}
		for (Thread reader : readers) {
			reader.join();
		}
		assertThat(failure.get()).isNull();
		assertSurvives();
	}

	private void readUntil(long last, AtomicReference<@Nullable Throwable> failure) {
		try {
			LogStore log = model().log();
			while (log.lastIndex() < last) {
				long first = log.firstIndex();
				try {
					EntryBatch batch = log.read(first, first + 30, Integer.MAX_VALUE);
					assertThat(batch.firstIndex()).isEqualTo(first);
					assertThat(batch.bytes())
						.isEqualTo(TestEntries.commands(1, batch.firstIndex(), batch.count(), 4000).bytes());
				}
				catch (IndexOutOfBoundsException ex) {
					// gone meanwhile, or the log is empty
				}
			}
		}
		catch (Throwable ex) {
			failure.set(ex);
		}
	}

	private void anything(Random random) throws Exception {
		long last = model().lastIndex();
		long snapshotIndex = model().storage().meta().current().snapshotIndex();
		long term = Math.max(1, model().storage().meta().current().hardState().term());
		switch (random.nextInt(12)) {
			case 0 -> reopen();
			case 1 -> {
				if (last > snapshotIndex) {
					model().snapshot(snapshotIndex + 1 + random.nextInt((int) (last - snapshotIndex)));
				}
				model().compact(random.nextInt((int) model().storage().meta().current().snapshotIndex() + 2));
				model().assertHolds();
			}
			case 2 -> {
				if (random.nextInt(3) == 0) {
					model().reset(term, snapshotIndex + 1 + random.nextInt((int) (last - snapshotIndex) + 20));
					model().assertHolds();
				}
			}
			case 3, 4 -> {
				long first = Math.max(model().log().firstIndex(),
						snapshotIndex + 1 + random.nextInt((int) (last - snapshotIndex) + 1));
				model().write(term + 1, first, 1 + random.nextInt(5), random.nextInt(9000));
			}
			default -> model().write(term, last + 1, 1 + random.nextInt(5), random.nextInt(9000));
		}
	}

	private void assertSurvives() throws Exception {
		model().assertHolds();
		reopen();
	}

	private void reopen() throws Exception {
		model().storage().close();
		model().reopened(open());
		model().assertRecovered();
	}

	private void assertNotIn(long index) {
		assertThatExceptionOfType(IndexOutOfBoundsException.class)
			.isThrownBy(() -> model().log().read(index, index + 10, 1000));
	}

	private ModelledLog model() {
		ModelledLog model = this.model;
		assertThat(model).isNotNull();
		return model;
	}

	@Nested
	class Compaction {

		@BeforeEach
		void fill() throws Exception {
			model().fill(1, 7);
			model().fill(3, 8);
			model().fill(4, 6);
		}

		@Test
		void whatASnapshotCoversMayGo() throws Exception {
			long bytes = model().log().bytes();
			long written = model().log().writtenBytes();
			assertThat(written).isGreaterThanOrEqualTo(bytes);
			model().snapshot(70);
			model().compact(65);
			long first = model().log().firstIndex();
			assertThat(first).isBetween(2L, 65L);
			assertThat(model().log().bytes()).isLessThan(bytes);
			assertThat(model().log().writtenBytes()).isEqualTo(written);
			assertNotIn(1);
			assertNotIn(first - 1);
			assertThat(model().log().read(first, first + 2, Integer.MAX_VALUE).count()).isEqualTo(3);
			assertSurvives();
			assertThat(model().log().firstIndex()).isEqualTo(first);
			assertNotIn(first - 1);
		}

		@Test
		void nothingGoesThatNoSnapshotCovers() throws Exception {
			model().snapshot(40);
			assertThatIllegalArgumentException().isThrownBy(() -> model().compact(42))
				.withMessageContaining("the newest snapshot stored in meta ends at 40");
			assertThat(model().log().firstIndex()).isEqualTo(1);
			model().compact(41);
			assertSurvives();
		}

		@Test
		void theLastEntryStays() throws Exception {
			model().snapshot(84);
			model().compact(85);
			assertThat(model().log().firstIndex()).isBetween(2L, 84L);
			assertThat(model().log().lastIndex()).isEqualTo(84);
			assertThat(model().log().read(84, 84, 1).count()).isEqualTo(1);
			assertSurvives();
			model().write(4, 85, 3, 10);
			assertSurvives();
		}

		@Test
		void theTermInFrontOfTheFirstEntryIsKnownForEver() throws Exception {
			model().snapshot(80);
			for (long keep = 20; keep <= 80; keep += 3) {
				model().compact(keep);
				assertSurvives();
			}
			assertThatIllegalArgumentException().as("below the first index")
				.isThrownBy(() -> TestEntries.append(model().storage(), TestEntries.commands(4, 1, 1, 8)));
		}

		@Test
		void compactingAgainGoesOnAndNeverBack() throws Exception {
			model().snapshot(80);
			model().compact(40);
			long first = model().log().firstIndex();
			model().compact(30);
			model().compact(1);
			assertThat(model().log().firstIndex()).isEqualTo(first);
			model().compact(75);
			assertThat(model().log().firstIndex()).isGreaterThan(first);
			assertSurvives();
			model().fill(5, 10);
			model().snapshot(110);
			model().compact(100);
			assertThat(model().log().firstIndex()).isGreaterThan(75);
			assertSurvives();
		}

		@Test
		void anOverrideMayFollow() throws Exception {
			model().snapshot(60);
			model().compact(60);
			model().write(5, 70, 2, 100);
			assertSurvives();
			model().write(6, 61, 1, 100);
			assertSurvives();
			model().write(7, model().log().firstIndex(), 2, 100);
			assertSurvives();
		}

		@Test
		void entriesOverriddenBeforeStayGone() throws Exception {
			model().write(5, 30, 4, 4000);
			model().fill(5, 10);
			model().write(6, 60, 4, 4000);
			model().snapshot(45);
			for (long keep = 20; keep <= 46; keep++) {
				model().compact(keep);
				assertSurvives();
			}
			model().fill(6, 10);
			model().snapshot(90);
			model().compact(90);
			assertThat(model().log().firstIndex()).isGreaterThan(46);
			assertSurvives();
		}

		@Test
		void configurationsThatWentAreNotRecovered() throws Exception {
			TestEntries.write(model().storage(), TestEntries.entry(4, 85, EntryType.CONFIGURATION));
			TestEntries.write(model().storage(), TestEntries.commands(4, 86, 40, 4000));
			TestEntries.write(model().storage(), TestEntries.entry(4, 126, EntryType.CONFIGURATION));
			TestEntries.snapshot(model().storage(), 4, 126);
			model().compact(126);
			model().storage().close();
			model().reopened(open());
			assertThat(model().log().firstIndex()).isGreaterThan(85);
			assertThat(model().log().recovered().configurations()).extracting(EntryBatch::firstIndex)
				.containsExactly(126L);
		}

	}

	@Nested
	class Reset {

		@Test
		void anEmptyLogBeginsBehindTheSnapshot() throws Exception {
			model().reset(3, 50);
			assertBegins(3, 50);
		}

		@Test
		void aShorterLogBeginsBehindTheSnapshot() throws Exception {
			model().fill(1, 7);
			model().reset(3, 50);
			assertBegins(3, 50);
		}

		@Test
		void aLongerLogIsDroppedToo() throws Exception {
			model().fill(1, 7);
			model().reset(3, 20);
			assertBegins(3, 20);
		}

		@Test
		void aLogThatEndsThereIsDroppedToo() throws Exception {
			model().fill(2, 7);
			model().reset(2, 28);
			assertBegins(2, 28);
		}

		@Test
		void aCompactedLogIsDroppedToo() throws Exception {
			model().fill(2, 10);
			model().snapshot(30);
			model().compact(30);
			model().reset(2, 31);
			assertBegins(2, 31);
		}

		@Test
		void aLogBeginsAnewAgainAndAgain() throws Exception {
			for (int i = 1; i < 10; i++) {
				model().reset(i, i * 30L);
				if (i % 3 == 0) {
					reopen();
				}
				if (i % 2 == 0) {
					model().fill(i, i);
				}
			}
			assertSurvives();
		}

		@Test
		void onlyTheNewestSnapshotInMetaCounts() throws Exception {
			model().fill(2, 3);
			model().snapshot(8);
			assertThatIllegalArgumentException().isThrownBy(() -> model().log().reset(9, 2));
			assertThatIllegalArgumentException().isThrownBy(() -> model().log().reset(8, 1));
			model().storage().meta().store(model().storage().meta().current().withSnapshot(100, 5));
			assertThatIllegalArgumentException().isThrownBy(() -> model().log().reset(100, 5))
				.withMessageContaining("the highest term stored in meta is 2");
			assertSurvives();
			model().storage().meta().store(model().storage().meta().current().withHardState(new HardState(5, null)));
			model().log().reset(100, 5);
			model().wasReset(5, 100);
			assertBegins(5, 100);
		}

		private void assertBegins(long term, long index) throws Exception {
			assertThat(model().log().segments()).isEqualTo(1);
			assertIsEmptyBehind(index);
			reopen();
			assertIsEmptyBehind(index);
			assertThat(model().log().recovered())
				.isEqualTo(new RecoveredLog(index + 1, term, index, List.of(), List.of()));
			assertThatIllegalArgumentException().as("gap")
				.isThrownBy(() -> TestEntries.append(model().storage(), TestEntries.commands(term, index + 2, 1, 8)));
			assertThatIllegalArgumentException().as("covered")
				.isThrownBy(() -> TestEntries.append(model().storage(), TestEntries.commands(term, index, 2, 8)));
			assertThatIllegalArgumentException().as("term goes back")
				.isThrownBy(
						() -> TestEntries.append(model().storage(), TestEntries.commands(term - 1, index + 1, 1, 8)));
			model().write(term, index + 1, 3, 100);
			assertNotIn(index);
			assertSurvives();
			model().write(term + 1, index + 1, 1, 100);
			assertSurvives();
			model().fill(term + 1, 20);
			assertSurvives();
			model().snapshot(index + 60);
			model().compact(index + 60);
			assertThat(model().log().firstIndex()).isGreaterThan(index + 1);
			assertSurvives();
		}

		private void assertIsEmptyBehind(long index) {
			assertThat(model().log().firstIndex()).isEqualTo(index + 1);
			assertThat(model().log().lastIndex()).isEqualTo(index);
			assertNotIn(index);
			assertNotIn(index + 1);
		}

	}

}
