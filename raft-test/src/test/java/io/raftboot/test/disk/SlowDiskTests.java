package io.raftboot.test.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.raftboot.core.io.DiskFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Timeout(60)
class SlowDiskTests {

	private static final Path FILE = Path.of("/data/file");

	private final FaultyDisk target = new FaultyDisk();

	private final SlowDisk disk = new SlowDisk(this.target);

	@Test
	void everyForceTakesLonger() throws IOException {
		DiskFile file = this.disk.open(FILE, true);
		this.disk.forceTime(Duration.ofMillis(30));
		long begin = System.nanoTime();
		file.force();
		this.disk.forceDirectory(FILE.getParent());
		assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(Duration.ofMillis(60).toNanos());
		assertThat(this.target.forces()).isEqualTo(2);
	}

	@Test
	void forcesThatGoOnEndWhenTheDiskIsFastAgain() throws Exception {
		DiskFile file = this.disk.open(FILE, true);
		file.write(ByteBuffer.wrap(new byte[] { 1 }), 0);
		this.disk.forceTime(Duration.ofHours(1));
		CompletableFuture<Void> force = CompletableFuture.runAsync(() -> force(file));
		assertThat(force).isNotCompleted();
		assertThat(this.target.forces()).isZero();
		this.disk.forceTime(Duration.ZERO);
		force.get(30, TimeUnit.SECONDS);
		assertThat(this.target.forces()).isOne();
	}

	@Test
	void nothingElseIsSlow() throws IOException {
		this.disk.forceTime(Duration.ofHours(1));
		DiskFile file = this.disk.open(FILE, true);
		file.write(ByteBuffer.wrap(new byte[] { 1, 2 }), 0);
		file.truncate(1);
		assertThat(this.disk.openForRead(FILE).size()).isOne();
		assertThat(this.disk.list(FILE.getParent())).containsExactly("file");
	}

	@Test
	void timeCannotBeNegative() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.disk.forceTime(Duration.ofMillis(-1)));
	}

	private static void force(DiskFile file) {
		try {
			file.force();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
