package io.raftboot.test.log;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

import io.raftboot.core.log.LogStore;
import io.raftboot.core.log.RecoveredLog;
import io.raftboot.core.log.RecoveredLog.TermRun;
import io.raftboot.core.log.Storage;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryBatchBuilder;
import io.raftboot.core.model.EntryCursor;
import io.raftboot.core.model.EntryLayout;
import io.raftboot.core.model.EntryType;
import io.raftboot.core.model.HardState;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What every {@link LogStore} must do. Extend it and say how to open one.
 */
public abstract class LogStoreContractTests {

	private @Nullable Storage storage;

	/**
	 * Opens a storage: an empty one at first, the same again after it was closed.
	 */
	protected abstract Storage open() throws Exception;

	@BeforeEach
	void openStorage() throws Exception {
		this.storage = open();
	}

	@AfterEach
	void closeStorage() throws Exception {
		storage().close();
	}

	/** The node uses it again. */
	@Test
	void theMemoryOfABatchIsTheCallersAgain() throws Exception {
		ByteBuffer payload = ByteBuffer.allocate(100).putLong(0, 77);
		ByteBuffer memory = ByteBuffer.allocate(EntryLayout.entryBytes(100)).order(ByteOrder.LITTLE_ENDIAN);
		EntryBatchBuilder builder = new EntryBatchBuilder(1, 1, memory);
		builder.add(EntryType.COMMAND, payload);
		TestEntries.append(storage(), builder.build());
		Arrays.fill(memory.array(), (byte) 0xA5);
		log().force();
		EntryCursor read = log().read(1, 1, Integer.MAX_VALUE).cursor();
		assertThat(read.next()).isTrue();
		assertThat(read.payload()).isEqualTo(payload);
	}

	@Test
	void anEmptyLogEndsBeforeItsFirstIndex() {
		assertThat(log().firstIndex()).isEqualTo(1);
		assertThat(log().lastIndex()).isZero();
		assertThat(log().recovered()).isEqualTo(RecoveredLog.EMPTY);
		assertThat(log().segments()).isEqualTo(1);
		assertThat(log().isDiskFull()).isFalse();
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> log().read(1, 1, 1000));
	}

	@Test
	void entriesAreReadAsTheyWereWritten() throws Exception {
		EntryBatch batch = TestEntries.commands(1, 1, 10, 33);
		TestEntries.write(storage(), batch);
		EntryBatch read = log().read(1, 10, Integer.MAX_VALUE);
		assertThat(read.bytes()).isEqualTo(batch.bytes());
		assertThat(read.firstIndex()).isEqualTo(1);
		assertThat(read.count()).isEqualTo(10);
		assertThat(log().read(4, 6, Integer.MAX_VALUE).bytes()).isEqualTo(batch.range(4, 6).bytes());
	}

	@Test
	void whatWasAppendedIsReadBeforeItIsForced() throws Exception {
		TestEntries.append(storage(), TestEntries.commands(1, 1, 3, 8));
		assertThat(log().lastIndex()).isEqualTo(3);
		assertThat(TestEntries.terms(log())).containsExactly(1L, 1L, 1L);
	}

	@Test
	void anAppendTakesBatchesOfSeveralTerms() throws Exception {
		TestEntries.write(storage(), TestEntries.commands(1, 1, 2, 8), TestEntries.commands(3, 3, 1, 8),
				TestEntries.commands(4, 4, 2, 8));
		assertThat(TestEntries.terms(log())).containsExactly(1L, 1L, 3L, 4L, 4L);
		assertThat(reopened().recovered().runs()).containsExactly(new TermRun(1, 1), new TermRun(3, 3),
				new TermRun(4, 4));
	}

	@Test
	void aReadTakesAsManyEntriesAsFitAndAtLeastOne() throws Exception {
		for (int i = 0; i < 5; i++) {
			TestEntries.write(storage(), TestEntries.commands(1, 1 + i * 2, 2, 40));
		}
		assertThat(log().read(2, 10, 64 * 3).lastIndex()).isEqualTo(4);
		assertThat(log().read(2, 10, 64 * 4 - 1).lastIndex()).isEqualTo(4);
		assertThat(log().read(2, 10, 1).lastIndex()).isEqualTo(2);
		assertThat(log().read(2, 100, Integer.MAX_VALUE).lastIndex()).isEqualTo(10);
	}

	@Test
	void whatIsNotInTheLogCannotBeRead() throws Exception {
		TestEntries.write(storage(), TestEntries.commands(1, 1, 3, 8));
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> log().read(0, 3, 1000));
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> log().read(4, 4, 1000));
	}

	@Test
	void mistakesAreRefusedAndHarmNothing() throws Exception {
		TestEntries.write(storage(), TestEntries.commands(2, 1, 3, 8));
		assertThatIllegalArgumentException().as("gap")
			.isThrownBy(() -> TestEntries.append(storage(), TestEntries.commands(2, 5, 1, 8)));
		assertThatIllegalArgumentException().as("gap between batches")
			.isThrownBy(() -> TestEntries.append(storage(), TestEntries.commands(2, 4, 1, 8),
					TestEntries.commands(2, 6, 1, 8)));
		assertThatIllegalArgumentException().as("term goes back")
			.isThrownBy(() -> TestEntries.append(storage(), TestEntries.commands(1, 4, 1, 8)));
		assertThatIllegalArgumentException().as("below the first index")
			.isThrownBy(() -> TestEntries.append(storage(), TestEntries.commands(2, 0, 1, 8)));
		assertThatIllegalArgumentException().as("nothing").isThrownBy(() -> log().append(List.of()));
		assertThatIllegalArgumentException().as("no entries").isThrownBy(() -> log().append(List.of(EntryBatch.EMPTY)));
		TestEntries.write(storage(), TestEntries.commands(2, 4, 1, 8));
		assertThat(TestEntries.terms(reopened())).containsExactly(2L, 2L, 2L, 2L);
	}

	@Test
	void aTermIsStoredBeforeItsEntries() throws Exception {
		assertThatIllegalArgumentException().isThrownBy(() -> log().append(List.of(TestEntries.commands(1, 1, 1, 8))))
			.withMessageContaining("highest term stored in meta is 0");
		storage().meta().store(storage().meta().current().withHardState(new HardState(1, null)));
		log().append(List.of(TestEntries.commands(1, 1, 1, 8)));
	}

	@Test
	void aFirstIndexInsideTheLogOverridesTheRest() throws Exception {
		TestEntries.write(storage(), TestEntries.commands(1, 1, 10, 8));
		TestEntries.write(storage(), TestEntries.commands(2, 4, 2, 8));
		assertThat(log().lastIndex()).isEqualTo(5);
		assertThat(TestEntries.terms(log())).containsExactly(1L, 1L, 1L, 2L, 2L);
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> log().read(6, 6, 1000));
		TestEntries.write(storage(), TestEntries.commands(3, 1, 1, 8));
		assertThat(TestEntries.terms(log())).containsExactly(3L);
		LogStore reopened = reopened();
		assertThat(TestEntries.terms(reopened)).containsExactly(3L);
		assertThat(reopened.recovered().runs()).containsExactly(new TermRun(3, 1));
	}

	@Test
	void whatWasForcedIsThereAfterOpeningAgain() throws Exception {
		TestEntries.write(storage(), TestEntries.commands(1, 1, 5, 100));
		TestEntries.write(storage(), TestEntries.commands(1, 6, 5, 100));
		LogStore reopened = reopened();
		assertThat(reopened.recovered().firstIndex()).isEqualTo(1);
		assertThat(reopened.recovered().lastIndex()).isEqualTo(10);
		assertThat(reopened.recovered().runs()).containsExactly(new TermRun(1, 1));
		TestEntries.write(storage(), TestEntries.commands(2, 11, 1, 100));
		assertThat(TestEntries.terms(reopened())).hasSize(11).endsWith(1L, 2L);
	}

	@Test
	void configurationsAreRecoveredUnlessTheyWereOverridden() throws Exception {
		EntryBatch first = TestEntries.entry(1, 1, EntryType.CONFIGURATION);
		TestEntries.write(storage(), first, TestEntries.commands(1, 2, 3, 8));
		TestEntries.write(storage(), TestEntries.entry(1, 5, EntryType.CONFIGURATION), TestEntries.commands(1, 6, 1, 8),
				TestEntries.entry(1, 7, EntryType.CONFIGURATION));
		assertThat(reopened().recovered().configurations()).extracting(EntryBatch::firstIndex)
			.containsExactly(1L, 5L, 7L);
		TestEntries.write(storage(), TestEntries.commands(2, 6, 1, 8));
		assertThat(reopened().recovered().configurations()).extracting(EntryBatch::firstIndex).containsExactly(1L, 5L);
		TestEntries.write(storage(), TestEntries.commands(3, 4, 1, 8));
		List<EntryBatch> left = reopened().recovered().configurations();
		assertThat(left).hasSize(1);
		assertThat(left.get(0).bytes()).isEqualTo(first.bytes());
		assertThat(left.get(0).hasConfiguration()).isTrue();
	}

	@Test
	void anythingMayFollowAnything() throws Exception {
		for (int seed = 0; seed < 5; seed++) {
			Random random = new Random(seed);
			List<Long> model = new ArrayList<>(TestEntries.terms(log()));
			for (int step = 0; step < 150; step++) {
				long last = model.size();
				boolean override = last > 1 && random.nextInt(4) == 0;
				long first = override ? last - random.nextInt((int) Math.min(last - 1, 40)) : last + 1;
				long term = Math.max(1, storage().meta().current().hardState().term()) + (override ? 1 : 0);
				int count = 1 + random.nextInt(20);
				TestEntries.append(storage(), TestEntries.commands(term, first, count, random.nextInt(300)));
				model.subList((int) first - 1, model.size()).clear();
				for (int i = 0; i < count; i++) {
					model.add(term);
				}
				if (random.nextInt(3) == 0) {
					log().force();
				}
				if (random.nextInt(30) == 0) {
					reopened();
				}
				assertThat(log().lastIndex()).isEqualTo(model.size());
			}
			assertThat(TestEntries.terms(log())).as("seed %s", seed).isEqualTo(model);
			assertThat(runs(reopened().recovered())).as("seed %s", seed).isEqualTo(model);
		}
	}

	@Test
	void readersSeeWholeEntriesWhileTheWriterAppends() throws Exception {
		TestEntries.write(storage(), TestEntries.commands(1, 1, 1, 8));
		AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
		List<Thread> readers = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			Thread reader = new Thread(() -> readUntil(3000, failure));
			reader.start();
			readers.add(reader);
		}
		for (int index = 2; index <= 3000; index += 3) {
			TestEntries.append(storage(), TestEntries.commands(1, index, 3, index % 200));
		}
		for (Thread reader : readers) {
			reader.join();
		}
		assertThat(failure.get()).isNull();
	}

	private void readUntil(long last, AtomicReference<@Nullable Throwable> failure) {
		try {
			while (log().lastIndex() < last) {
				long end = log().lastIndex();
				EntryBatch read = log().read(Math.max(1, end - 20), end, Integer.MAX_VALUE);
				assertThat(read.lastIndex()).isEqualTo(end);
				log().read(1, end, 3000);
			}
		}
		catch (Throwable ex) {
			failure.set(ex);
		}
	}

	private static List<Long> runs(RecoveredLog recovered) {
		List<Long> terms = new ArrayList<>();
		for (int i = 0; i < recovered.runs().size(); i++) {
			long end = (i + 1 < recovered.runs().size()) ? recovered.runs().get(i + 1).firstIndex()
					: recovered.lastIndex() + 1;
			while (recovered.firstIndex() + terms.size() < end) {
				terms.add(recovered.runs().get(i).term());
			}
		}
		return terms;
	}

	private LogStore reopened() throws Exception {
		storage().close();
		this.storage = open();
		return log();
	}

	private Storage storage() {
		Storage storage = this.storage;
		assertThat(storage).isNotNull();
		return storage;
	}

	private LogStore log() {
		return storage().log();
	}

}
