package io.raftboot.test.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.raftboot.core.log.CorruptLogException;
import io.raftboot.core.log.FileStorage;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.HardState;
import io.raftboot.core.model.NodeId;
import io.raftboot.test.disk.FaultyDisk;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Power failures at any point, also while recovering from the one before: what was forced
 * is there, what was not is there completely or not at all, and no vote is forgotten.
 * Snapshots let segments go, whose files are used again; frames of one size come where
 * old ones were.
 */
class LogCrashTests {

	/** Of every other run; several sectors, and several to a segment. */
	private static final int BLOCK_BYTES = 1024;

	private static final int SEEDS = Integer.getInteger("raft.test.seeds", 400);

	@Test
	void whatWasForcedSurvivesAnyPowerFailure() throws Exception {
		for (int seed = 0; seed < SEEDS; seed++) {
			try {
				new Run(seed).run();
			}
			catch (AssertionError | Exception ex) {
				throw new AssertionError("Seed " + seed, ex);
			}
		}
	}

	/** One node's life. */
	private static final class Run {

		private final Random random;

		private final FaultyDisk disk = new FaultyDisk();

		/**
		 * What the log may hold after a crash: as last forced, and after each append
		 * since.
		 */
		private final List<List<Long>> possible = new ArrayList<>();

		private int snapshotIndex;

		private HardState stored = HardState.INITIAL;

		private HardState attempted = HardState.INITIAL;

		Run(int seed) {
			this.random = new Random(seed);
			this.possible.add(List.of());
			this.disk.blockBytes((seed % 2 == 0) ? 1 : BLOCK_BYTES);
		}

		void run() throws Exception {
			for (int life = 0; life < 6; life++) {
				this.disk.stopAfter(this.random.nextInt(life == 0 ? 200 : 60));
				try {
					FileStorage storage = DiskFixture.open(this.disk);
					checkRecovered(storage);
					for (int step = this.random.nextInt(40); step > 0; step--) {
						step(storage);
					}
					if (this.random.nextInt(4) == 0) {
						storage.close();
						assertThat(this.stored).isEqualTo(this.attempted);
					}
				}
				catch (CorruptLogException ex) {
					throw ex;
				}
				catch (IOException ex) {
					// the power has failed
				}
				if (this.random.nextInt(3) == 0) {
					this.disk.killProcess();
				}
				else {
					this.disk.losePower(this.random);
				}
			}
			checkRecovered(DiskFixture.open(this.disk));
		}

		private void checkRecovered(FileStorage storage) throws Exception {
			List<Long> terms = TestEntries.terms(storage.log());
			this.snapshotIndex = (int) storage.meta().current().snapshotIndex();
			int compacted = (int) storage.log().firstIndex() - 1;
			assertThat(compacted).isLessThanOrEqualTo(this.snapshotIndex);
			List<List<Long>> found = this.possible.stream()
				.filter((log) -> log.size() >= compacted && log.subList(compacted, log.size()).equals(terms))
				.limit(1)
				.toList();
			assertThat(found).as("%s from %s on, possible %s", terms, compacted + 1, this.possible).hasSize(1);
			this.possible.clear();
			this.possible.addAll(found);
			assertThat(storage.meta().current().hardState()).isIn(this.stored, this.attempted);
			this.stored = storage.meta().current().hardState();
			this.attempted = this.stored;
		}

		private void step(FileStorage storage) throws Exception {
			switch (this.random.nextInt(8)) {
				case 0 -> vote(storage);
				case 1 -> compact(storage);
				case 2, 3 -> force(storage);
				default -> append(storage);
			}
		}

		private void vote(FileStorage storage) throws Exception {
			this.attempted = new HardState(this.stored.term() + 1, NodeId.of("n" + this.random.nextInt(3)));
			storage.meta().store(storage.meta().current().withHardState(this.attempted));
			this.stored = this.attempted;
		}

		private void force(FileStorage storage) throws Exception {
			storage.log().force();
			this.possible.subList(0, this.possible.size() - 1).clear();
		}

		/** Whose segments are used again then. */
		private void compact(FileStorage storage) throws Exception {
			List<Long> all = this.possible.get(this.possible.size() - 1);
			if (all.size() > this.snapshotIndex) {
				this.snapshotIndex = all.size();
				storage.meta()
					.store(storage.meta().current().withSnapshot(this.snapshotIndex, all.get(all.size() - 1)));
				this.possible.subList(0, this.possible.size() - 1).clear();
				storage.log().compact(this.snapshotIndex - this.random.nextInt(2));
			}
		}

		private void append(FileStorage storage) throws Exception {
			if (this.stored.term() == 0) {
				vote(storage);
			}
			List<Long> before = this.possible.get(this.possible.size() - 1);
			int keep = (this.random.nextInt(4) == 0)
					? this.snapshotIndex + this.random.nextInt(before.size() - this.snapshotIndex + 1) : before.size();
			boolean sameSize = this.random.nextBoolean();
			int count = sameSize ? 2 : 1 + this.random.nextInt(6);
			EntryBatch batch = TestEntries.commands(this.stored.term(), keep + 1, count,
					sameSize ? 328 : this.random.nextInt(900));
			List<Long> after = new ArrayList<>(before.subList(0, keep));
			for (int i = 0; i < count; i++) {
				after.add(this.stored.term());
			}
			this.possible.add(after);
			storage.log().append(List.of(batch));
		}

	}

}
