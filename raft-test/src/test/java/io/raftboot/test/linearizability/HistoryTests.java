package io.raftboot.test.linearizability;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class HistoryTests {

	private final History<String, Integer> history = new History<>();

	@Test
	void keepsTheOrderOfEventsInRealTime() {
		History<String, Integer>.Call first = this.history.invoke("a", "one");
		History<String, Integer>.Call second = this.history.invoke("b", "two");
		second.ok(2);
		first.ok(1);
		assertThat(this.history.operations())
			.isEqualTo(List.of(new Operation<>("a", "one", 1, 1, 4), new Operation<>("b", "two", 2, 2, 3)));
	}

	@Test
	void forgetsWhatSurelyDidNotHappen() {
		this.history.invoke("a", "one").fail();
		assertThat(this.history.operations()).isEmpty();
	}

	@Test
	void whatHasNoKnownOutcomeNeverReturns() {
		this.history.invoke("a", "one").info();
		this.history.invoke("a", "two");
		assertThat(this.history.operations()).hasSize(2).allMatch(Operation::unknown);
	}

	@Test
	void aCallEndsOnce() {
		History<String, Integer>.Call call = this.history.invoke("a", "one");
		call.info();
		assertThatIllegalStateException().isThrownBy(() -> call.ok(1)).withMessageContaining("one");
	}

}
