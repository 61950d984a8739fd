package io.raftboot.test.snapshot;

import java.io.IOException;
import java.nio.file.Path;

import io.raftboot.core.snapshot.FileSnapshotStore;
import io.raftboot.core.snapshot.SnapshotFile;
import io.raftboot.test.disk.FaultyDisk;

import static org.assertj.core.api.Assertions.assertThat;

/** A store on a faulty disk, and what must be found there. */
final class SnapshotDisk {

	static final Path DIRECTORY = Path.of("/data/default/snap");

	private SnapshotDisk() {
	}

	static FileSnapshotStore open(FaultyDisk disk) throws IOException {
		return FileSnapshotStore.open(disk, DIRECTORY, () -> 1234L);
	}

	static Path file(long index) {
		return DIRECTORY.resolve(String.format("%020d-%020d.snap", index, 1));
	}

	/** Opens, and reads what is the newest. */
	static SnapshotFile newest(FaultyDisk disk, int contentBytes) throws IOException {
		FileSnapshotStore store = open(disk);
		SnapshotFile newest = store.newest();
		assertThat(newest).isNotNull();
		assertThat(TestSnapshots.read(store, newest))
			.isEqualTo(TestSnapshots.content(newest.meta().index(), contentBytes));
		return newest;
	}

}
