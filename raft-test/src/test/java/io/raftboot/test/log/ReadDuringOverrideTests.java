package io.raftboot.test.log;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

import io.raftboot.core.io.Disk;
import io.raftboot.core.log.FileStorage;
import io.raftboot.core.log.FileStorageOptions;
import io.raftboot.core.log.Meta;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryCursor;
import io.raftboot.core.model.NodeId;
import io.raftboot.test.disk.FaultyDisk;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A reader that has found its place when the writer overrides. */
class ReadDuringOverrideTests {

	private @Nullable Override override;

	@Test
	void aReadNeverMixesWhatWasOverriddenWithWhatReplacedIt() throws Exception {
		try (FileStorage storage = FileStorage.open(interceptingOpenForRead(), DiskFixture.DIRECTORY,
				Meta.initial(NodeId.of("n1"), 7), new FileStorageOptions(DiskFixture.SEGMENT_BYTES, false, false))) {
			TestEntries.write(storage, TestEntries.commands(1, 1, 6, 500));
			TestEntries.write(storage, TestEntries.commands(1, 7, 6, 500));
			this.override = () -> TestEntries.write(storage, TestEntries.commands(2, 5, 8, 500));
			EntryBatch read = storage.log().read(1, 12, Integer.MAX_VALUE);
			assertThat(this.override).isNull();
			EntryCursor cursor = read.cursor();
			while (cursor.next()) {
				assertThat(cursor.term()).as("entry %s", cursor.index()).isEqualTo((cursor.index() < 5) ? 1 : 2);
			}
		}
	}

	/** A disk on which opening a file for reading lets the override happen, once. */
	private Disk interceptingOpenForRead() {
		FaultyDisk disk = new FaultyDisk();
		return (Disk) Proxy.newProxyInstance(Disk.class.getClassLoader(), new Class<?>[] { Disk.class },
				(proxy, method, arguments) -> {
					Override override = this.override;
					if (override != null && method.getName().equals("openForRead")) {
						this.override = null;
						override.run();
					}
					try {
						return method.invoke(disk, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
	}

	private interface Override {

		void run() throws Exception;

	}

}
