package io.raftboot.test.snapshot;

import java.io.IOException;
import java.util.Random;

import io.raftboot.core.snapshot.FileSnapshotStore;
import io.raftboot.core.snapshot.MemorySnapshotStore;
import io.raftboot.core.snapshot.SnapshotFile;
import io.raftboot.core.snapshot.SnapshotReceiver;
import io.raftboot.core.snapshot.SnapshotStore;
import io.raftboot.test.disk.FaultyDisk;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Kills and power failures at every single operation on the disk: the newest snapshot is
 * the one before or the new one, complete, and stays what it was found to be.
 */
class SnapshotCrashTests {

	private static final int CONTENT_BYTES = 150_000;

	/** One kill, and as many power failures. */
	private static final int CRASHES = 12;

	@RegisterExtension
	final SnapshotWarnings warnings = new SnapshotWarnings();

	private final FaultyDisk disk = new FaultyDisk();

	@BeforeEach
	void writeSnapshots() throws Exception {
		FileSnapshotStore store = SnapshotDisk.open(this.disk);
		TestSnapshots.write(store, 10, CONTENT_BYTES);
		TestSnapshots.write(store, 20, CONTENT_BYTES);
		store.close();
	}

	@Test
	void aSnapshotIsThereAsSoonAsItsCommitReturns() throws Exception {
		crashAnywhere(20, 30, (store) -> TestSnapshots.write(store, 30, CONTENT_BYTES));
	}

	@Test
	void aReceivedSnapshotIsThereAsSoonAsItsCommitReturns() throws Exception {
		SnapshotStore sender = new MemorySnapshotStore();
		SnapshotFile sent = TestSnapshots.write(sender, 30, CONTENT_BYTES);
		byte[] bytes = TestSnapshots.bytes(sender, sent);
		crashAnywhere(20, 30, (store) -> {
			try (SnapshotReceiver receiver = TestSnapshots.receive(store, sent)) {
				TestSnapshots.write(receiver, bytes, 0, bytes.length, 40_000);
				receiver.commit();
			}
		});
	}

	@Test
	void retainingLosesNothingNewer() throws Exception {
		crashAnywhere(20, 20, (store) -> store.retain(1));
		crashAnywhere(20, 30, (store) -> {
			TestSnapshots.write(store, 30, CONTENT_BYTES);
			store.retain(1);
		});
	}

	@Test
	void theFirstSnapshotOfANewNodeIsThereAsSoonAsItsCommitReturns() throws Exception {
		boolean done = false;
		for (int changes = 0; !done; changes++) {
			for (int crash = 0; crash < CRASHES; crash++) {
				FaultyDisk disk = new FaultyDisk();
				disk.stopAfter(changes);
				done = survives(() -> TestSnapshots.write(SnapshotDisk.open(disk), 30, CONTENT_BYTES));
				crash(disk, crash);
				if (done) {
					assertThat(SnapshotDisk.newest(disk, CONTENT_BYTES).meta().index()).isEqualTo(30);
				}
				else {
					FileSnapshotStore reopened = SnapshotDisk.open(disk);
					assertThat(reopened.damaged()).isEmpty();
					boolean found = reopened.newest() != null;
					disk.losePower(new Random(crash));
					assertThat(SnapshotDisk.open(disk).newest() != null).isEqualTo(found);
				}
			}
		}
	}

	@Test
	void aDamagedSnapshotIsKeptWhateverHappensWhileItIsMovedAside() throws Exception {
		byte[] damaged = this.disk.content(SnapshotDisk.file(20));
		damaged[70_000] ^= 1;
		this.disk.overwrite(SnapshotDisk.file(20), damaged);
		boolean done = false;
		for (int changes = 0; !done; changes++) {
			for (int crash = 0; crash < CRASHES; crash++) {
				FaultyDisk disk = this.disk.copy();
				disk.stopAfter(changes);
				done = survives(() -> SnapshotDisk.open(disk));
				crash(disk, crash);
				assertThat(SnapshotDisk.newest(disk, CONTENT_BYTES).meta().index()).isEqualTo(10);
				assertThat(SnapshotDisk.open(disk).damaged()).hasSize(1);
			}
		}
	}

	private void crashAnywhere(long indexBefore, long indexAfter, Action action) throws Exception {
		boolean done = false;
		for (int changes = 0; !done; changes++) {
			for (int crash = 0; crash < CRASHES; crash++) {
				FaultyDisk disk = this.disk.copy();
				FileSnapshotStore store = SnapshotDisk.open(disk);
				disk.stopAfter(changes);
				done = survives(() -> action.run(store));
				crash(disk, crash);
				String where = "after " + changes + " changes, crash " + crash;
				long found = SnapshotDisk.newest(disk, CONTENT_BYTES).meta().index();
				assertThat(found).as(where).isIn(done ? indexAfter : indexBefore, indexAfter);
				assertThat(SnapshotDisk.open(disk).damaged()).as(where).isEmpty();
				assertThat(disk.list(SnapshotDisk.DIRECTORY)).as(where).allMatch((file) -> file.endsWith(".snap"));
				disk.losePower(new Random(crash));
				long foundAgain = SnapshotDisk.newest(disk, CONTENT_BYTES).meta().index();
				assertThat(foundAgain).as(where + ", then another").isEqualTo(found);
			}
		}
	}

	private static boolean survives(Action.OnDisk action) throws Exception {
		try {
			action.run();
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static void crash(FaultyDisk disk, int number) {
		if (number == 0) {
			disk.killProcess();
		}
		else {
			disk.losePower(new Random(number));
		}
	}

	/** What is interrupted. */
	private interface Action {

		void run(FileSnapshotStore store) throws Exception;

		/** With the disk in hand. */
		interface OnDisk {

			void run() throws Exception;

		}

	}

}
