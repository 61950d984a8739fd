package io.raftboot.test.log;

import io.raftboot.core.log.FileStorage;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryCursor;
import io.raftboot.test.disk.FaultyDisk;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A reader that has found its place when the writer overrides. */
class ReadDuringOverrideTests {

	private DiskFixture.@Nullable Hook override;

	@Test
	void aReadNeverMixesWhatWasOverriddenWithWhatReplacedIt() throws Exception {
		try (FileStorage storage = DiskFixture.open(new FaultyDisk(), this::overrideOnce)) {
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

	private void overrideOnce() throws Exception {
		DiskFixture.Hook override = this.override;
		if (override != null) {
			this.override = null;
			override.run();
		}
	}

}
