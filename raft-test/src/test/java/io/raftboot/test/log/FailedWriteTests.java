package io.raftboot.test.log;

import java.io.IOException;
import java.util.Random;

import io.raftboot.core.log.FileStorage;
import io.raftboot.core.log.StoreFailedException;
import io.raftboot.core.model.HardState;
import io.raftboot.core.model.NodeId;
import io.raftboot.test.disk.FaultyDisk;
import io.raftboot.test.disk.FaultyDisk.Operation;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** After the first failure of a live file nothing is promised any more. */
class FailedWriteTests {

	private final FaultyDisk disk = new FaultyDisk();

	private FileStorage storage;

	@BeforeEach
	void writeLog() throws Exception {
		this.storage = DiskFixture.open(this.disk);
		TestEntries.write(this.storage, TestEntries.commands(1, 1, 3, 50));
	}

	@Test
	void aFailedForceIsNeverRetried() throws Exception {
		TestEntries.append(this.storage, TestEntries.commands(1, 4, 1, 50));
		this.disk.failNext(Operation.FORCE, ".seg");
		assertFailed(() -> this.storage.log().force());
		assertPoisoned();
	}

	@Test
	void aFailedWriteIsNeverRetried() throws Exception {
		this.disk.failNext(Operation.WRITE, ".seg");
		assertFailed(() -> TestEntries.append(this.storage, TestEntries.commands(1, 4, 1, 50)));
		assertThat(this.storage.log().lastIndex()).isEqualTo(3);
		assertPoisoned();
	}

	@Test
	void aFailedVotePoisonsTheLogToo() {
		this.disk.failNext(Operation.FORCE, "meta");
		assertFailed(() -> vote(2));
		assertPoisoned();
	}

	@Test
	void aFailureWhileBeginningASegmentPoisons() throws Exception {
		for (Operation operation : Operation.values()) {
			FaultyDisk disk = this.disk.copy();
			FileStorage storage = DiskFixture.open(disk);
			disk.failNext(operation, switch (operation) {
				case WRITE, FORCE -> ".tmp";
				case FORCE_DIRECTORY -> "log";
				case RENAME -> ".seg";
			});
			assertFailed(() -> TestEntries.append(storage, TestEntries.commands(1, 4, 1, 5000)));
			assertFailed(() -> TestEntries.append(storage, TestEntries.commands(1, 4, 1, 50)));
			disk.killProcess();
			try (FileStorage reopened = DiskFixture.open(disk)) {
				assertThat(TestEntries.terms(reopened.log())).as("%s", operation).hasSize(3);
			}
		}
	}

	@Test
	void whatIsSeenAfterAFailedForceIsOnDiskBeforeItCounts() throws Exception {
		TestEntries.append(this.storage, TestEntries.commands(1, 4, 1, 50));
		this.disk.failNext(Operation.FORCE, ".seg");
		assertFailed(() -> this.storage.log().force());
		this.disk.killProcess();
		FileStorage reopened = DiskFixture.open(this.disk);
		assertThat(reopened.log().recovered().lastIndex()).isEqualTo(4);
		this.disk.losePower(new Random(0));
		try (FileStorage survived = DiskFixture.open(this.disk)) {
			assertThat(TestEntries.terms(survived.log())).hasSize(4);
		}
	}

	@Test
	void aVoteSeenAfterAFailedForceIsOnDiskBeforeItCounts() throws Exception {
		for (int seed = 0; seed < 20; seed++) {
			FaultyDisk disk = this.disk.copy();
			this.storage = DiskFixture.open(disk);
			disk.failNext(Operation.FORCE, "meta");
			assertFailed(() -> vote(2));
			disk.killProcess();
			FileStorage reopened = DiskFixture.open(disk);
			HardState seen = reopened.meta().current().hardState();
			disk.losePower(new Random(seed));
			try (FileStorage survived = DiskFixture.open(disk)) {
				assertThat(survived.meta().current().hardState()).isEqualTo(seen);
			}
		}
	}

	@Test
	void closingAPoisonedStoreReleasesItAndNotesNoOrderlyStop() throws Exception {
		TestEntries.append(this.storage, TestEntries.commands(1, 4, 1, 50));
		this.disk.failNext(Operation.FORCE, ".seg");
		assertFailed(() -> this.storage.log().force());
		byte[] meta = this.disk.content(DiskFixture.META);
		this.storage.close();
		assertThat(this.disk.content(DiskFixture.META)).isEqualTo(meta);
		DiskFixture.open(this.disk).close();
	}

	@Test
	void anAppendCostsOneForce() throws Exception {
		long before = this.disk.forces();
		TestEntries.write(this.storage, TestEntries.commands(1, 4, 3, 50), TestEntries.commands(1, 7, 3, 50));
		assertThat(this.disk.forces()).isEqualTo(before + 1);
		this.storage.log().force();
		assertThat(this.disk.forces()).as("nothing to force").isEqualTo(before + 1);
		vote(2);
		assertThat(this.disk.forces()).isEqualTo(before + 2);
	}

	private void assertPoisoned() {
		assertFailed(() -> this.storage.log().force());
		assertFailed(() -> TestEntries.append(this.storage, TestEntries.commands(1, 4, 1, 50)));
		assertFailed(() -> vote(3));
	}

	private void vote(long term) throws IOException {
		this.storage.meta().store(this.storage.meta().current().withHardState(new HardState(term, NodeId.of("n2"))));
	}

	private static void assertFailed(ThrowingCallable call) {
		assertThatExceptionOfType(StoreFailedException.class).isThrownBy(call)
			.withRootCauseInstanceOf(IOException.class)
			.withMessageContaining("Input/output error");
	}

}
