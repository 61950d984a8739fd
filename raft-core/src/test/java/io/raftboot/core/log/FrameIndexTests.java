package io.raftboot.core.log;

import java.nio.file.Path;

import io.raftboot.core.log.FrameIndex.Span;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FrameIndexTests {

	private final Segment first = segment(1);

	private final Segment second = segment(2);

	private final FrameIndex index = new FrameIndex(1);

	@Test
	void pointsAreFewHoweverManyEntriesThereAre() {
		long offset = SegmentHeader.BYTES;
		int frames = 1_000_000;
		for (int i = 0; i < frames; i++) {
			this.index.add(i * 10L + 1, i * 10L + 10, this.first, offset);
			offset += 1000;
		}
		assertThat(this.index.lastIndex()).isEqualTo(10_000_000);
		assertThat(this.index.points()).isLessThan((int) (offset / FrameIndex.BYTES_PER_POINT) + 2);
		for (long wanted = 1; wanted <= 10_000_000; wanted += 99_991) {
			Span span = this.index.find(wanted);
			long frame = SegmentHeader.BYTES + (wanted - 1) / 10 * 1000;
			assertThat(frame - span.offset()).isBetween(0L, (long) FrameIndex.BYTES_PER_POINT + 1000);
			assertThat(span.lastIndex()).isGreaterThanOrEqualTo(wanted);
		}
	}

	@Test
	void eachSegmentHasAPoint() {
		this.index.add(1, 5, this.first, 4096);
		this.index.add(6, 9, this.second, 4096);
		assertThat(this.index.find(5)).isEqualTo(new Span(this.first, 4096, 5));
		assertThat(this.index.find(6)).isEqualTo(new Span(this.second, 4096, 9));
	}

	@Test
	void anOverrideHidesWhatItCovers() {
		this.index.add(1, 10, this.first, 4096);
		this.index.add(11, 20, this.first, 5000);
		this.index.add(5, 7, this.first, 6000);
		assertThat(this.index.removals()).isEqualTo(1);
		assertThat(this.index.find(4)).isEqualTo(new Span(this.first, 4096, 4));
		assertThat(this.index.find(7)).isEqualTo(new Span(this.first, 6000, 7));
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> this.index.find(8));
		this.index.add(8, 9, this.first, 7000);
		assertThat(this.index.find(9)).isEqualTo(new Span(this.first, 6000, 9));
		this.index.add(5, 5, this.second, 4096);
		assertThat(this.index.find(5)).isEqualTo(new Span(this.second, 4096, 5));
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> this.index.find(6));
	}

	@Test
	void whatWasCompactedCostsNothing() {
		long frames = 100_000;
		long offset = SegmentHeader.BYTES;
		for (long i = 1; i <= frames; i++) {
			this.index.add(i, i, (i <= frames / 2) ? this.first : this.second, offset);
			offset += FrameIndex.BYTES_PER_POINT;
		}
		assertThat(this.index.capacity()).isGreaterThanOrEqualTo(100_000);
		this.index.compactTo(frames / 2 + 1);
		assertThat(this.index.firstIndex()).isEqualTo(50_001);
		assertThat(this.index.capacity()).isEqualTo(50_000);
		assertThat(this.index.removals()).isEqualTo(1);
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> this.index.find(50_000));
		for (long i = 50_001; i <= frames; i++) {
			assertThat(this.index.find(i).segment()).isSameAs(this.second);
		}
		this.index.add(frames + 1, frames + 1, this.second, offset);
		assertThat(this.index.find(frames + 1).offset()).isEqualTo(offset);
		this.index.reset(7);
		assertThat(this.index.capacity()).isLessThan(100);
		assertThat(this.index.lastIndex()).isEqualTo(6);
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> this.index.find(7));
		this.index.add(7, 9, this.second, 4096);
		assertThat(this.index.find(9)).isEqualTo(new Span(this.second, 4096, 9));
	}

	private static Segment segment(long sequence) {
		return new Segment(Path.of("segment-" + sequence), new SegmentHeader(sequence, 1, 0, 1, 0, "n1"), 1 << 30);
	}

}
