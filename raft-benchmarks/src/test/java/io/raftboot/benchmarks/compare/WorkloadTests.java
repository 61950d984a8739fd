package io.raftboot.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class WorkloadTests {

	@Test
	void isReadAsItIsWritten() {
		List<Workload> all = new ArrayList<>(Workload.all());
		all.addAll(Workload.few());
		assertThat(all).allSatisfy((workload) -> assertThat(Workload.parse(workload.toWord())).isEqualTo(workload));
		assertThat(Workload.all()).doesNotHaveDuplicates().hasSize(23);
	}

	@Test
	void saysWhatIsWrong() {
		assertThatIllegalArgumentException().isThrownBy(() -> Workload.parse("WRITE:16"))
			.withMessageContaining("kind:size:outstanding, not 'WRITE:16'");
	}

}
