package io.raftboot.core.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SystemDiskTests {

	private final Disk disk = Disk.system();

	@TempDir
	Path directory;

	@Test
	void aLockIsHeldUntilItIsClosed() throws Exception {
		Path file = this.directory.resolve("LOCK");
		Closeable lock = this.disk.lock(file);
		assertThatExceptionOfType(DirectoryLockedException.class).isThrownBy(() -> this.disk.lock(file))
			.withMessageContaining(this.directory.toString())
			.withMessageContaining("in this JVM");
		Path sameDirectory = Files.createSymbolicLink(this.directory.resolve("link"), this.directory);
		assertThatExceptionOfType(DirectoryLockedException.class)
			.isThrownBy(() -> this.disk.lock(sameDirectory.resolve("LOCK")));
		lock.close();
		Closeable again = this.disk.lock(file);
		lock.close();
		assertThatExceptionOfType(DirectoryLockedException.class).isThrownBy(() -> this.disk.lock(file));
		again.close();
	}

	@Test
	void aLockHoldsAgainstOtherProcessesEvenAfterAnAttemptInThisOne() throws Exception {
		Path file = this.directory.resolve("LOCK");
		try (Closeable lock = this.disk.lock(file)) {
			assertThatExceptionOfType(DirectoryLockedException.class).isThrownBy(() -> this.disk.lock(file));
			assertThat(lockInAnotherProcess(file)).contains("another process holds LOCK");
		}
		assertThat(lockInAnotherProcess(file)).isEqualTo("locked");
	}

	@Test
	void aMissingFileIsMadeOnlyWhenAsked() throws Exception {
		Path file = this.directory.resolve("file");
		assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> this.disk.open(file, false));
		assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> this.disk.openForRead(file));
		this.disk.open(file, true).close();
		this.disk.open(file, false).close();
		assertThat(this.disk.exists(file)).isTrue();
		this.disk.delete(file);
		this.disk.delete(file);
		assertThat(this.disk.exists(file)).isFalse();
	}

	@Test
	void bytesAreWrittenAndReadWhereAsked() throws Exception {
		Path file = this.directory.resolve("file");
		try (DiskFile writer = this.disk.open(file, true); DiskFile reader = this.disk.openForRead(file)) {
			writer.write(ByteBuffer.wrap(new byte[] { 1, 2, 3 }), 5);
			writer.force();
			ByteBuffer read = ByteBuffer.allocate(10);
			assertThat(reader.read(read, 4)).isEqualTo(4);
			assertThat(read.flip()).isEqualTo(ByteBuffer.wrap(new byte[] { 0, 1, 2, 3 }));
			assertThat(reader.read(ByteBuffer.allocate(1), 8)).isZero();
			writer.truncate(6);
			assertThat(reader.size()).isEqualTo(6);
		}
		this.disk.rename(file, this.directory.resolve("other"));
		this.disk.forceDirectory(this.directory);
		assertThat(this.disk.list(this.directory)).containsExactly("other");
		assertThat(this.disk.list(this.directory.resolve("none"))).isEmpty();
		assertThat(this.disk.usableBytes(this.directory)).isPositive();
	}

	@Test
	void aFullDiskHasAnExceptionOfItsOwn() {
		assertThat(DiskFullException.translate(new IOException("No space left on device")))
			.isInstanceOf(DiskFullException.class);
		assertThat(DiskFullException.translate(new IOException("Disk quota exceeded")))
			.isInstanceOf(DiskFullException.class);
		IOException other = new IOException("Input/output error");
		assertThat(DiskFullException.translate(other)).isSameAs(other);
	}

	private static String lockInAnotherProcess(Path file) throws Exception {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
				LockingProcess.class.getName(), file.toString())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes()).trim();
		process.waitFor();
		return output;
	}

	/** Takes a lock and says what came of it. */
	static final class LockingProcess {

		private LockingProcess() {
		}

		public static void main(String[] args) throws IOException {
			try (Closeable lock = Disk.system().lock(Path.of(args[0]))) {
				System.out.println("locked");
			}
			catch (DirectoryLockedException ex) {
				System.out.println(ex.getMessage());
			}
		}

	}

}
