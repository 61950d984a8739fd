package io.raftboot.benchmarks.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.raftboot.core.io.Disk;
import io.raftboot.core.io.DiskFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class AlteredDiskTests {

	private static final Duration EXTRA = Duration.ofMillis(20);

	@TempDir
	Path plain;

	private final Disk disk = Disk.system();

	private AlteredDisk slowDisk;

	private Path directory;

	@BeforeEach
	void make() {
		this.slowDisk = AlteredDisk.slow(this.plain, EXTRA);
		this.directory = this.slowDisk.at(this.plain);
	}

	@Test
	void forcesTakeLonger() throws IOException {
		long began = System.nanoTime();
		try (DiskFile file = this.disk.open(this.directory.resolve("a"), true)) {
			file.write(ByteBuffer.wrap(new byte[] { 7 }), 0);
			file.force();
		}
		this.disk.forceDirectory(this.directory);
		assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(2 * EXTRA.toNanos());
		assertThat(this.slowDisk.forces()).isEqualTo(2L);
		assertThat(Files.readAllBytes(this.plain.resolve("a"))).containsExactly(7);
	}

	@Test
	void forcesAreLeftOut() throws IOException {
		AlteredDisk unforced = AlteredDisk.unforced(this.plain);
		try (DiskFile file = this.disk.open(unforced.at(this.plain).resolve("a"), true)) {
			file.write(ByteBuffer.wrap(new byte[] { 7 }), 0);
			file.force();
		}
		assertThat(unforced.forces()).isEqualTo(1L);
		assertThat(Files.readAllBytes(this.plain.resolve("a"))).containsExactly(7);
	}

	@Test
	void isADiskInAllElse() throws IOException {
		Path inner = this.directory.resolve("x").resolve("y");
		this.disk.createDirectories(inner);
		this.disk.open(inner.resolve("a"), true).close();
		this.disk.rename(inner.resolve("a"), inner.resolve("b"));
		assertThat(this.disk.list(inner)).containsExactly("b");
		assertThat(this.disk.usableBytes(inner)).isPositive();
		try (Closeable lock = this.disk.lock(inner.resolve("lock"))) {
			assertThat(lock).isNotNull();
		}
		this.disk.delete(inner.resolve("b"));
		assertThat(this.disk.exists(inner.resolve("b"))).isFalse();
		assertThat(this.plain.resolve("x").resolve("y").resolve("lock")).exists();
		assertThat(this.slowDisk.forces()).isZero();
	}

}
