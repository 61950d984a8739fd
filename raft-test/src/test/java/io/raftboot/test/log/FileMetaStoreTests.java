package io.raftboot.test.log;

import java.io.IOException;
import java.nio.file.Path;

import io.raftboot.core.io.Disk;
import io.raftboot.core.log.FileStorage;
import io.raftboot.core.log.FileStorageOptions;
import io.raftboot.core.log.Meta;
import io.raftboot.core.log.Storage;

import org.junit.jupiter.api.io.TempDir;

class FileMetaStoreTests extends MetaStoreContractTests {

	@TempDir
	Path directory;

	@Override
	protected Storage open(Meta initial) throws IOException {
		return FileStorage.open(Disk.system(), this.directory, initial,
				FileStorageOptions.DEFAULTS.withSegmentBytes(64 * 1024).withMeasureForce(false));
	}

}
