package io.raftboot.benchmarks.compare;

import io.raftboot.benchmarks.meter.Latencies;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OutcomeTests {

	private static final Workload WORKLOAD = new Workload(Workload.Kind.WRITE, 256, 16);

	@Test
	void isReadAsItIsWritten() {
		Outcome good = new Outcome(WORKLOAD, 1234.5, new Latencies(10L, 1L, 2L, 3L, 4L), 5.5, 6.5, 7L, 8L, null);
		Outcome none = Outcome.none(WORKLOAD, "node 1 differs");
		assertThat(Outcome.parse(good.toLine())).isEqualTo(good);
		assertThat(Outcome.parse(none.toLine())).isEqualTo(none);
	}

	@Test
	void isOneLineWhateverWasWrong() {
		String line = Outcome.none(WORKLOAD, "first\n\tsecond").toLine();
		assertThat(Outcome.parse(line).wrong()).isEqualTo("first second");
	}

	@Test
	void nothingElseIsTakenForOne() {
		assertThatIllegalArgumentException().isThrownBy(() -> Outcome.parse("hello")).withMessageContaining("'hello'");
	}

}
