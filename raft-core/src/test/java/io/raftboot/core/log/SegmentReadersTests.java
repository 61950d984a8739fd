package io.raftboot.core.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import io.raftboot.core.io.Disk;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SegmentReadersTests {

	@TempDir
	Path directory;

	@Test
	void aReleasedSegmentIsClosedAndNotOpenedAgain() throws Exception {
		try (SegmentReaders readers = new SegmentReaders(Disk.system())) {
			Segment first = segment(1);
			Segment second = segment(2);
			assertThat(readers.read(first, ByteBuffer.allocate(8), 0)).isEqualTo(8);
			assertThat(readers.read(second, ByteBuffer.allocate(8), 0)).isEqualTo(8);
			assertThat(readers.openFiles()).isEqualTo(2);
			readers.release(2);
			assertThat(readers.openFiles()).isEqualTo(1);
			assertThatExceptionOfType(NoSuchFileException.class)
				.isThrownBy(() -> readers.read(first, ByteBuffer.allocate(8), 0));
			assertThat(readers.openFiles()).isEqualTo(1);
			assertThat(readers.read(second, ByteBuffer.allocate(8), 0)).isEqualTo(8);
		}
	}

	private Segment segment(long sequence) throws IOException {
		Path file = Files.write(this.directory.resolve("segment-" + sequence), new byte[100]);
		return new Segment(file, new SegmentHeader(sequence, 1, 0, 1, 0, "n1"), 100);
	}

}
