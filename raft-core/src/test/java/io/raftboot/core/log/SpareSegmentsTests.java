package io.raftboot.core.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.raftboot.core.io.Disk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What is remembered of the files of old segments: two are kept. */
class SpareSegmentsTests {

	private static final int SEGMENT_BYTES = 1 << 20;

	@TempDir
	Path path;

	@Test
	void remembersTablesOfTwiceAsManySegmentsAsItKeeps() throws Exception {
		SpareSegments spares = spares();
		for (int sequence = 1; sequence <= 5; sequence++) {
			spares.remember(segment(sequence), table());
		}
		assertThat(isRememberedOnceKept(spares, 4)).isTrue();
		assertThat(isRememberedOnceKept(spares, 5)).isFalse();
	}

	@Test
	void forgetsWhatIsDeleted() throws Exception {
		SpareSegments spares = spares();
		for (int sequence = 1; sequence <= 4; sequence++) {
			spares.remember(segment(sequence), table());
			Segment cut = segment(sequence);
			Files.write(cut.file(), new byte[SEGMENT_BYTES / 2]);
			assertThat(spares.keep(cut)).isFalse();
		}
		spares.remember(segment(5), table());
		assertThat(isRememberedOnceKept(spares, 5)).isTrue();
	}

	@Test
	void aTableIsWrittenOverWithItsFile() {
		SectorTable before = table();
		SectorTableBuilder builder = new SectorTableBuilder(before, SEGMENT_BYTES);
		assertThat(builder.build().bytes()).isSameAs(before.bytes());
	}

	@Test
	void makesNoTableOfAFileThatIsNotUsedAgain() throws Exception {
		Segment giant = new Segment(this.path.resolve("giant"), header(1), 2 * SEGMENT_BYTES);
		assertThat(spares().tableFor(giant, SectorTable.NONE)).isNull();
		SpareSegments none = new SpareSegments(new LogDirectory(Disk.system(), this.path),
				FileStorageOptions.DEFAULTS.withSegmentBytes(SEGMENT_BYTES).withSpareSegments(0));
		assertThat(none.tableFor(segment(2), SectorTable.NONE)).isNull();
	}

	private boolean isRememberedOnceKept(SpareSegments spares, int sequence) throws IOException {
		assertThat(spares.keep(segment(sequence))).isTrue();
		return spares.poll().table() != null;
	}

	private SpareSegments spares() {
		return new SpareSegments(new LogDirectory(Disk.system(), this.path),
				FileStorageOptions.DEFAULTS.withSegmentBytes(SEGMENT_BYTES).withSpareSegments(2));
	}

	private Segment segment(int sequence) throws IOException {
		Path file = Files.write(this.path.resolve(sequence + ".seg"), new byte[SEGMENT_BYTES]);
		return new Segment(file, header(sequence), SEGMENT_BYTES);
	}

	private static SegmentHeader header(int sequence) {
		return new SegmentHeader(sequence, 1, 0, 1, 0, "n1");
	}

	private static SectorTable table() {
		return new SectorTableBuilder(SectorTable.NONE, SEGMENT_BYTES).build();
	}

}
