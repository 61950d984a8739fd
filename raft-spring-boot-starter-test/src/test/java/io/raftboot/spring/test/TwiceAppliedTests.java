package io.raftboot.spring.test;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import io.raftboot.core.node.Consistency;
import io.raftboot.core.statemachine.CommandFailedException;
import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.spring.RaftCommand;
import io.raftboot.spring.RaftOperations;
import io.raftboot.spring.RaftQuery;
import io.raftboot.spring.RaftStateMachine;
import io.raftboot.spring.ReplicatedService;
import io.raftboot.spring.ReplicatedState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** State machines by themselves. */
class TwiceAppliedTests {

	private final Notes notes = TwiceApplied.bean(Notes.class, NotesMachine::new);

	@Test
	void commandsAndQueriesAreAnswered() {
		assertThat(this.notes.add("a")).isOne();
		assertThat(this.notes.add("b")).isEqualTo(2);
		assertThat(this.notes.all()).containsExactly("a", "b");
		assertThat(TwiceApplied.bean(Counters.class, CounterMachine::new).addLater("x", 2)).isCompletedWithValue(2L);
	}

	@Test
	void exceptionsOfCommandsComeAsFromANode() {
		assertThatExceptionOfType(CommandFailedException.class).isThrownBy(() -> this.notes.add(""))
			.satisfies((ex) -> assertThat(ex.type()).isEqualTo(IllegalArgumentException.class.getName()));
		// What it had changed before was taken back
		assertThat(this.notes.add("a")).isOne();
	}

	@Test
	void chanceInAnAnswerIsFound() {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(this.notes::draw)
			.withMessageContaining("The command at index 1")
			.withMessageContaining("UUID");
	}

	@Test
	void aClockThatShowsInTheStateOnlyIsFound() {
		this.notes.add("a");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(this.notes::stamp)
			.withMessageContaining("After index 2");
	}

	@Test
	void servicesTakeCommandsAsValues() {
		RaftOperations upper = TwiceApplied.service(Upper::new);
		assertThat(upper.<String>submitAndWait("a")).isEqualTo("A1");
		assertThat(upper.<String>submit("b", "key")).isCompletedWithValue("B2");
		assertThat(upper.<String>submit("b", "key")).isCompletedWithValue("B2");
		assertThat(upper.queryAndWait(Consistency.LINEARIZABLE, () -> "read")).isEqualTo("read");
		assertThat(upper.on(RaftStateMachine.DEFAULT_NAME)).isSameAs(upper);
		assertThatIllegalArgumentException().isThrownBy(() -> upper.on("other"));
	}

	interface Notes {

		@RaftCommand
		int add(String text);

		@RaftCommand
		String draw();

		@RaftCommand
		void stamp();

		@RaftQuery
		List<String> all();

	}

	@RaftStateMachine
	static class NotesMachine implements Notes, ReplicatedState<List<String>> {

		private List<String> texts = new ArrayList<>();

		private int sizeBefore;

		@Override
		public void savepoint() {
			this.sizeBefore = this.texts.size();
		}

		@Override
		public void rollback() {
			this.texts.subList(this.sizeBefore, this.texts.size()).clear();
		}

		@Override
		public int add(String text) {
			this.texts.add(text);
			if (text.isEmpty()) {
				throw new IllegalArgumentException("Empty");
			}
			return this.texts.size();
		}

		@Override
		public String draw() {
			return UUID.randomUUID().toString();
		}

		@Override
		public void stamp() {
			this.texts.add(Long.toString(System.currentTimeMillis()));
		}

		@Override
		public List<String> all() {
			return List.copyOf(this.texts);
		}

		@Override
		public List<String> capture() {
			return this.texts;
		}

		@Override
		public void restore(List<String> state) {
			this.texts = new ArrayList<>(state);
		}

	}

	@RaftStateMachine
	static class Upper implements ReplicatedService<String, String> {

		private int count;

		@Override
		public String process(String command) {
			return command.toUpperCase(Locale.ROOT);
		}

		@Override
		public String commit(String command, CommitContext context) {
			return command + ++this.count;
		}

		@Override
		public void reset(long index, InputStream in) {
			this.count = 0;
		}

	}

}
