package io.raftboot.test.snapshot;

import java.io.IOException;
import java.nio.file.Path;

import io.raftboot.core.io.Disk;
import io.raftboot.core.snapshot.FileSnapshotStore;
import io.raftboot.core.snapshot.SnapshotStore;

import org.junit.jupiter.api.io.TempDir;

class FileSnapshotStoreTests extends SnapshotStoreContractTests {

	@TempDir
	Path directory;

	@Override
	protected SnapshotStore open() throws IOException {
		return FileSnapshotStore.open(Disk.system(), this.directory.resolve("default/snap"));
	}

}
