package io.raftboot.sample;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;

import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.core.statemachine.Snapshot;
import io.raftboot.core.statemachine.StateMachineFailedException;
import io.raftboot.sample.Command.Append;
import io.raftboot.sample.Command.Cas;
import io.raftboot.sample.Command.Delete;
import io.raftboot.sample.Command.Put;
import io.raftboot.sample.Result.Outcome;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class KeyValueStateMachineTests {

	private final KeyValueStateMachine machine = machine(Map.of());

	private static KeyValueStateMachine machine(Map<String, String> initial) {
		return new KeyValueStateMachine(new MemoryKeyValueStore(),
				new SampleProperties(SampleProperties.Store.MEMORY, initial));
	}

	private Result commit(long index, Command command) {
		this.machine.beginBatch();
		Result result = this.machine.commit(command, new Context(index));
		this.machine.endBatch(index);
		return result;
	}

	private static Result done(String text, long revision) {
		return new Result(Outcome.DONE, Value.text(text), revision);
	}

	@Test
	void putReplacesTextsAndLists() {
		assertThat(commit(1, new Put("k", "a"))).isEqualTo(done("a", 1));
		assertThat(commit(2, new Put("k", "b"))).isEqualTo(done("b", 2));
		commit(3, new Append("l", "x"));
		assertThat(commit(4, new Put("l", "c"))).isEqualTo(done("c", 4));
		assertThat(this.machine.find("k")).isEqualTo(new Item("k", Value.text("b"), 2));
	}

	@Test
	void deleteAnswersWhatItRemoved() {
		commit(1, new Put("k", "a"));
		assertThat(commit(2, new Delete("k"))).isEqualTo(done("a", 2));
		assertThat(commit(3, new Delete("k"))).isEqualTo(new Result(Outcome.NOT_FOUND, null, 0));
		assertThat(this.machine.find("k")).isNull();
	}

	@Test
	void casAnswersWhatItMet() {
		assertThat(commit(1, new Cas("k", "a", "b"))).isEqualTo(new Result(Outcome.CONFLICT, null, 0));
		assertThat(commit(2, new Cas("k", null, "a"))).isEqualTo(done("a", 2));
		assertThat(commit(3, new Cas("k", null, "b"))).isEqualTo(new Result(Outcome.CONFLICT, Value.text("a"), 2));
		assertThat(commit(4, new Cas("k", "a", "b"))).isEqualTo(done("b", 4));
	}

	@Test
	void casNeverExpectsAList() {
		commit(1, new Append("l", "x"));
		Result conflict = new Result(Outcome.CONFLICT, Value.list(List.of("x")), 1);
		assertThat(commit(2, new Cas("l", "x", "b"))).isEqualTo(conflict);
		assertThat(commit(3, new Cas("l", null, "b"))).isEqualTo(conflict);
	}

	@Test
	void appendMakesAndExtendsLists() {
		assertThat(commit(1, new Append("l", "x"))).isEqualTo(new Result(Outcome.DONE, Value.list(List.of("x")), 1));
		assertThat(commit(2, new Append("l", "x")))
			.isEqualTo(new Result(Outcome.DONE, Value.list(List.of("x", "x")), 2));
		commit(3, new Put("k", "a"));
		assertThat(commit(4, new Append("k", "x"))).isEqualTo(new Result(Outcome.CONFLICT, Value.text("a"), 3));
	}

	@Test
	void appendStopsAtTheLimit() {
		String element = "x".repeat(Limits.TEXT_CHARS_MAX);
		int fitting = Limits.LIST_CHARS_MAX / Limits.TEXT_CHARS_MAX;
		for (int index = 1; index <= fitting; index++) {
			assertThat(commit(index, new Append("l", element)).outcome()).isEqualTo(Outcome.DONE);
		}
		Result full = commit(fitting + 1, new Append("l", "x"));
		assertThat(full.outcome()).isEqualTo(Outcome.TOO_LARGE);
		assertThat(full.revision()).isEqualTo(fitting);
	}

	@Test
	void refusesToApplyACommandTwice() {
		commit(5, new Append("l", "x"));
		assertThatExceptionOfType(StateMachineFailedException.class).isThrownBy(() -> commit(5, new Append("l", "x")))
			.withMessageContaining("index 5 again");
		assertThat(this.machine.find("l")).isEqualTo(new Item("l", Value.list(List.of("x")), 5));
	}

	@Test
	void aSnapshotMovesTheStateToAnotherMachine() throws IOException {
		commit(1, new Put("k", "a"));
		commit(2, new Append("l", "x"));
		KeyValueStateMachine other = machine(Map.of());
		move(this.machine.snapshot(), other, 2);
		assertThat(other.find("k")).isEqualTo(this.machine.find("k"));
		assertThat(other.find("l")).isEqualTo(this.machine.find("l"));
		assertThatExceptionOfType(StateMachineFailedException.class)
			.isThrownBy(() -> other.commit(new Put("k", "b"), new Context(2)));
	}

	@Test
	void contributesItsInitialTextsIfThereAreAny() throws IOException {
		assertThat(this.machine.init()).isNull();
		Snapshot initial = machine(Map.of("b", "2", "a", "1")).init();
		assertThat(initial).isNotNull();
		move(initial, this.machine, 1);
		assertThat(this.machine.find("a")).isEqualTo(new Item("a", Value.text("1"), 0));
		assertThat(this.machine.find("b")).isEqualTo(new Item("b", Value.text("2"), 0));
	}

	private static void move(Snapshot snapshot, KeyValueStateMachine target, long index) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		snapshot.writeTo(bytes);
		target.reset(index, new ByteArrayInputStream(bytes.toByteArray()));
	}

	private record Context(long index) implements CommitContext {

		@Override
		public long term() {
			return 1;
		}

		@Override
		public long timeMillis() {
			return 0;
		}

	}

}
