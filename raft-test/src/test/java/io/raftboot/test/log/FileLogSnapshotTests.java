package io.raftboot.test.log;

import java.io.IOException;
import java.nio.file.Path;

import io.raftboot.core.io.Disk;
import io.raftboot.core.log.FileStorage;
import io.raftboot.core.log.FileStorageOptions;
import io.raftboot.core.log.Meta;
import io.raftboot.core.log.Storage;
import io.raftboot.core.model.NodeId;

import org.junit.jupiter.api.io.TempDir;

class FileLogSnapshotTests extends LogSnapshotContractTests {

	@TempDir
	Path directory;

	@Override
	protected Storage open() throws IOException {
		return FileStorage.open(Disk.system(), this.directory, Meta.initial(NodeId.of("n1"), 7),
				FileStorageOptions.DEFAULTS.withSegmentBytes(64 * 1024).withMeasureForce(false));
	}

}
