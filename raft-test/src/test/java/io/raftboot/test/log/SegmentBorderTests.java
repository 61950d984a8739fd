package io.raftboot.test.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.log.FileStorage;
import io.raftboot.test.disk.FaultyDisk;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What goes over the border of a segment. */
class SegmentBorderTests {

	private final FaultyDisk disk = new FaultyDisk();

	private final List<Long> terms = new ArrayList<>();

	private FileStorage storage;

	@BeforeEach
	void writeThreeSegments() throws Exception {
		this.storage = DiskFixture.open(this.disk);
		while (this.storage.log().segments() < 3) {
			write(1, this.terms.size() + 1, 2, 500);
		}
	}

	@Test
	void readsGoOverBorders() throws Exception {
		assertThat(this.storage.log().read(1, this.terms.size(), Integer.MAX_VALUE).count())
			.isEqualTo(this.terms.size());
	}

	@Test
	void anOverrideInAnOlderSegmentBeginsANewOneAndSurvives() throws Exception {
		int segments = this.storage.log().segments();
		write(2, 3, 1, 500);
		assertThat(this.storage.log().segments()).isEqualTo(segments + 1);
		write(2, 4, 2, 500);
		write(3, 4, 2, 500);
		assertThat(this.storage.log().segments()).as("within a segment").isEqualTo(segments + 1);
		assertSurvives();
		write(3, 6, 3, 500);
		write(4, 1, 1, 500);
		assertSurvives();
		assertThat(DiskFixture.lastSegment(this.disk).toString()).contains("00000000000000000001-");
	}

	@Test
	void anOldTailNeverReturns() throws Exception {
		int last = this.terms.size();
		write(2, 2, 1, 500);
		for (int round = 0; round < 5; round++) {
			this.disk.killProcess();
			this.storage = DiskFixture.open(this.disk);
			assertThat(this.storage.log().lastIndex()).isEqualTo(2 + round);
			write(2, 3 + round, 1, 500);
		}
		assertThat(this.terms).hasSizeLessThan(last);
		assertSurvives();
	}

	@Test
	void aSegmentBegunForAnOverrideThatNeverCameChangesNothing() throws Exception {
		this.disk.failNext(FaultyDisk.Operation.WRITE, ".seg");
		try {
			TestEntries.append(this.storage, TestEntries.commands(2, 3, 1, 4500));
		}
		catch (IOException ex) {
			assertThat(ex).hasMessageContaining("failed");
		}
		this.disk.killProcess();
		this.storage = DiskFixture.open(this.disk);
		assertThat(TestEntries.terms(this.storage.log())).isEqualTo(this.terms);
		write(2, this.terms.size() + 1, 1, 50);
		write(3, 4, 1, 50);
		write(4, 2, 1, 50);
		assertSurvives();
	}

	@Test
	void aFrameBiggerThanASegmentGetsOneOfItsOwn() throws Exception {
		write(1, this.terms.size() + 1, 3, 9000);
		write(1, this.terms.size() + 1, 1, 10);
		write(1, this.terms.size() + 1, 40, 2000);
		assertSurvives();
		long files = DiskFixture.segments(this.disk).stream().mapToLong((file) -> {
			try {
				return this.disk.content(file).length;
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}).sum();
		assertThat(this.storage.log().bytes()).isBetween(files, files + DiskFixture.SEGMENT_BYTES);
	}

	private void assertSurvives() throws Exception {
		assertThat(TestEntries.terms(this.storage.log())).isEqualTo(this.terms);
		for (boolean orderly : new boolean[] { false, true }) {
			if (orderly) {
				this.storage.close();
			}
			else {
				this.disk.killProcess();
			}
			this.storage = DiskFixture.open(this.disk);
			assertThat(TestEntries.terms(this.storage.log())).isEqualTo(this.terms);
		}
	}

	private void write(long term, long first, int count, int payloadBytes) throws Exception {
		TestEntries.write(this.storage, TestEntries.commands(term, first, count, payloadBytes));
		this.terms.subList((int) first - 1, this.terms.size()).clear();
		for (int i = 0; i < count; i++) {
			this.terms.add(term);
		}
	}

}
