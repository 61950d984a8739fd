package io.raftboot.core.log;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import io.raftboot.core.io.Disk;
import io.raftboot.core.io.DiskFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What is read of a file before it is used again. */
class SectorTableTests {

	@TempDir
	Path directory;

	/** Whoever computes for milliseconds keeps the write path from a core meanwhile. */
	@Test
	void aPauseIsTakenAtLeastOnceForEachQuarterOfAMegabyte() throws Exception {
		try (DiskFile file = Disk.system().open(this.directory.resolve("old"), true)) {
			file.write(ByteBuffer.allocate(4 << 20), 0);
			AtomicInteger pauses = new AtomicInteger();
			SectorTable table = SectorTable.of(file, 4 << 20, () -> pauses.incrementAndGet() > 0);
			assertThat(table.byteSize()).isEqualTo(32 << 10);
			assertThat(pauses).hasValueGreaterThanOrEqualTo(16);
		}
	}

}
