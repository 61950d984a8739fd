package io.raftboot.core.log;

import java.nio.ByteBuffer;

import io.raftboot.core.log.RecoveredLog.TermRun;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryBatchBuilder;
import io.raftboot.core.model.EntryType;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TermRunsTests {

	private final TermRuns runs = new TermRuns(4);

	@Test
	void equalTermsAreOneRun() {
		this.runs.append(entry(5, 11));
		this.runs.append(entry(5, 12));
		this.runs.append(entry(7, 13));
		assertThat(this.runs.toList()).containsExactly(new TermRun(5, 11), new TermRun(7, 13));
		assertThat(this.runs.termBefore(11)).isEqualTo(4);
		assertThat(this.runs.termBefore(13)).isEqualTo(5);
		assertThat(this.runs.termBefore(14)).isEqualTo(7);
	}

	@Test
	void anOverrideDropsRuns() {
		for (int i = 0; i < 30; i++) {
			this.runs.append(entry(5 + i, 11 + i));
		}
		this.runs.append(entry(50, 13));
		assertThat(this.runs.toList()).containsExactly(new TermRun(5, 11), new TermRun(6, 12), new TermRun(50, 13));
		this.runs.append(entry(50, 11));
		assertThat(this.runs.toList()).containsExactly(new TermRun(50, 11));
	}

	@Test
	void theTermInFrontOfWhatIsKeptIsKnown() {
		for (int i = 0; i < 30; i++) {
			this.runs.append(entry(5 + i / 3, 11 + i));
		}
		this.runs.compactTo(12);
		assertThat(this.runs.termBefore(12)).isEqualTo(5);
		assertThat(this.runs.toList()).hasSize(10).startsWith(new TermRun(5, 12), new TermRun(6, 14));
		this.runs.compactTo(38);
		assertThat(this.runs.termBefore(38)).isEqualTo(13);
		assertThat(this.runs.toList()).containsExactly(new TermRun(14, 38));
		this.runs.compactTo(40);
		assertThat(this.runs.termBefore(40)).isEqualTo(14);
		assertThat(this.runs.toList()).containsExactly(new TermRun(14, 40));
		this.runs.append(entry(20, 40));
		assertThat(this.runs.toList()).containsExactly(new TermRun(20, 40));
		assertThat(this.runs.termBefore(40)).isEqualTo(14);
		this.runs.reset(30);
		assertThat(this.runs.toList()).isEmpty();
		assertThat(this.runs.termBefore(99)).isEqualTo(30);
	}

	private static EntryBatch entry(long term, long index) {
		return EntryBatchBuilder.single(index, term, EntryType.NO_OP, ByteBuffer.allocate(0));
	}

}
