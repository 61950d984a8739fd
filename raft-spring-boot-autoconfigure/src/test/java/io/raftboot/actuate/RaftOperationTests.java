package io.raftboot.actuate;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RaftOperationTests {

	@Test
	void namesAreThoseOfTheDocumentation() {
		assertThat(RaftOperation.paths())
			.isEqualTo("transfer, step-down, snapshot, add-learner, promote, demote, remove, set-address, verify");
		for (RaftOperation operation : RaftOperation.values()) {
			assertThat(RaftOperation.of(operation.path())).isEqualTo(operation);
		}
		assertThat(RaftOperation.of("STEP_DOWN")).isNull();
		assertThat(RaftOperation.of("")).isNull();
	}

}
