package io.raftboot.spring;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.core.statemachine.Snapshot;
import io.raftboot.core.statemachine.StateMachine;
import io.raftboot.core.statemachine.StateMachineFailedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** A bean as the engine feeds it. */
class ReplicatedBeanServiceTests {

	private final NotesMachine notes = new NotesMachine();

	private final StateMachine machine = ReplicatedMachine.of(this.notes).stateMachine();

	@Nested
	class Commits {

		@Test
		void byCallingTheMethod() {
			assertThat(commit("add", "\"one\"")).isEqualTo("1");
			assertThat(commit("add", "\"two\"")).isEqualTo("2");
			assertThat(ReplicatedBeanServiceTests.this.notes.texts).containsExactly("one", "two");
		}

		@Test
		void withoutAResult() {
			assertThat(commit("clear")).isNull();
		}

		@Test
		void withTheValueOfACompletedFuture() {
			assertThat(commit("later", "\"value\"")).isEqualTo("\"value\"");
		}

		@Test
		void withPlaceAndTimeOfTheCommand() {
			assertThat(commit("stamp")).isEqualTo("\"7 at 1970-01-01T00:00:01.234Z\"");
			assertThatIllegalStateException().isThrownBy(RaftCommit::current)
				.withMessageStartingWith("No command is being committed on this thread");
		}

		@Test
		void onTheThreadOfAnotherStart() {
			String first = commit("stamp");
			assertThat(CompletableFuture.supplyAsync(() -> commit("stamp"), (task) -> new Thread(task).start()))
				.succeedsWithin(Duration.ofSeconds(10))
				.isEqualTo(first);
			assertThat(commit("stamp")).isEqualTo(first);
		}

		@Test
		void withWhatTheMethodThrowsForItsResult() {
			assertThatExceptionOfType(UnsupportedOperationException.class)
				.isThrownBy(() -> commit("fail", "\"plain\""));
			assertThatExceptionOfType(UnsupportedOperationException.class)
				.isThrownBy(() -> commit("later", "\"fail\""));
			assertThatIllegalStateException().isThrownBy(RaftCommit::current);
		}

	}

	@Nested
	class StopsTheNode {

		@Test
		void atAFailureOfThisNodeAlone() {
			assertThatExceptionOfType(StateMachineFailedException.class).isThrownBy(() -> commit("fail", "\"disk\""))
				.withMessageContaining("index 7");
		}

		@Test
		void atAnError() {
			assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> commit("fail", "\"error\""));
		}

		@Test
		void atAFutureThatIsNotComplete() {
			assertThatExceptionOfType(StateMachineFailedException.class).isThrownBy(() -> commit("later", "\"never\""))
				.havingCause()
				.withMessageContaining("Notes.later must return a completed future");
		}

		@Test
		void atACommandItDoesNotKnow() {
			assertThatExceptionOfType(StateMachineFailedException.class).isThrownBy(() -> commit("remove"))
				.withMessageStartingWith("State machine 'notes' cannot apply the command at index 7: no method of "
						+ Notes.class.getName() + " is the command 'remove'");
		}

		@Test
		void atArgumentsItCannotRead() {
			assertThatExceptionOfType(StateMachineFailedException.class).isThrownBy(() -> commit("add", "{}"))
				.withMessageContaining("cannot read the command at index 7");
		}

	}

	@Nested
	class Snapshots {

		@Test
		void bringTheStateToAnotherMachine() throws IOException {
			commit("add", "\"one\"");
			Snapshot snapshot = ReplicatedBeanServiceTests.this.machine.snapshot();
			commit("add", "\"later\"");
			byte[] bytes = write(snapshot);
			assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("\1[\"one\"]");
			NotesMachine other = new NotesMachine();
			ReplicatedMachine.of(other).stateMachine().reset(7, new ByteArrayInputStream(bytes));
			assertThat(other.texts).containsExactly("one");
		}

		@Test
		void ofAnotherLayoutAreRefused() {
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> ReplicatedBeanServiceTests.this.machine.reset(7,
						new ByteArrayInputStream("\2[]".getBytes(StandardCharsets.UTF_8))))
				.withMessage("The state has layout 2, this version reads layout 1");
		}

		@Test
		void comeWithOtherHooks() throws IOException {
			StateMachine hooked = ReplicatedMachine.of(new Hooked()).stateMachine();
			assertThat(hooked.digest()).isEqualTo(7L);
			hooked.savepoint();
			assertThat(hooked.digest()).isEqualTo(8L);
			hooked.rollback();
			assertThat(hooked.digest()).isEqualTo(7L);
		}

		@Test
		void thatCouldNotBeReadAgainAreNotWritten() throws IOException {
			Snapshot snapshot = ReplicatedMachine.of(new Unreadable()).stateMachine().snapshot();
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> write(snapshot))
				.withMessageContaining("cannot be read again");
		}

		@Test
		void ofNothingAreRefused() {
			StateMachine nothing = ReplicatedMachine.of(new Nothing()).stateMachine();
			assertThatIllegalStateException().isThrownBy(nothing::snapshot).withMessageContaining("captured null");
		}

		private byte[] write(Snapshot snapshot) throws IOException {
			ByteArrayOutputStream target = new ByteArrayOutputStream();
			try (snapshot) {
				snapshot.writeTo(target);
			}
			return target.toByteArray();
		}

	}

	private @Nullable String commit(String command, String... arguments) {
		byte[] result;
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.write(1);
		bytes.write(command.length());
		bytes.writeBytes(command.getBytes(StandardCharsets.UTF_8));
		for (String argument : arguments) {
			bytes.writeBytes(new byte[] { (byte) argument.length(), 0, 0, 0 });
			bytes.writeBytes(argument.getBytes(StandardCharsets.UTF_8));
		}
		try {
			result = this.machine.commit(new Context(), ByteBuffer.wrap(bytes.toByteArray()).asReadOnlyBuffer());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return (result != null) ? new String(result, StandardCharsets.UTF_8) : null;
	}

	interface Notes {

		@RaftCommand
		int add(String text);

		@RaftCommand
		void clear();

		@RaftCommand
		CompletableFuture<String> later(String text);

		@RaftCommand
		String stamp();

		@RaftCommand
		void fail(String how);

	}

	@RaftStateMachine("notes")
	static class NotesMachine implements Notes, ReplicatedState<List<String>> {

		private List<String> texts = new ArrayList<>();

		@Override
		public int add(String text) {
			this.texts.add(text);
			return this.texts.size();
		}

		@Override
		public void clear() {
			this.texts.clear();
		}

		@Override
		public CompletableFuture<String> later(String text) {
			return switch (text) {
				case "never" -> new CompletableFuture<>();
				case "fail" -> CompletableFuture.failedFuture(new UnsupportedOperationException());
				default -> CompletableFuture.completedFuture(text);
			};
		}

		@Override
		public String stamp() {
			Instant now = RaftCommit.now();
			return RaftCommit.current().index() + " at " + now;
		}

		@Override
		public void fail(String how) {
			switch (how) {
				case "disk" -> throw new UncheckedIOException(new IOException("full"));
				case "error" -> throw new StackOverflowError();
				default -> throw new UnsupportedOperationException();
			}
		}

		@Override
		public List<String> capture() {
			return this.texts;
		}

		@Override
		public void restore(List<String> state) {
			this.texts = state;
		}

	}

	static class Bag {

		public final int number;

		Bag(int number, boolean twice) {
			this.number = twice ? 2 * number : number;
		}

		Bag(String number, boolean twice) {
			this(Integer.parseInt(number), twice);
		}

	}

	interface Marked {

		@RaftCommand
		void add();

	}

	@RaftStateMachine
	static class Unreadable implements Marked, ReplicatedState<Bag> {

		@Override
		public void add() {
		}

		@Override
		public Bag capture() {
			return new Bag(1, true);
		}

		@Override
		public void restore(Bag state) {
		}

	}

	@RaftStateMachine
	static class Hooked implements Marked, ReplicatedState<String> {

		private long digest = 7;

		@Override
		public void add() {
		}

		@Override
		public String capture() {
			return "";
		}

		@Override
		public void restore(String state) {
		}

		@Override
		public void savepoint() {
			this.digest++;
		}

		@Override
		public void rollback() {
			this.digest--;
		}

		@Override
		public Long digest() {
			return this.digest;
		}

	}

	@RaftStateMachine
	static class Nothing implements Marked, ReplicatedState<String> {

		@Override
		public void add() {
		}

		@Override
		public String capture() {
			return null;
		}

		@Override
		public void restore(String state) {
		}

	}

	private static final class Context implements CommitContext {

		@Override
		public long index() {
			return 7;
		}

		@Override
		public long term() {
			return 2;
		}

		@Override
		public long timeMillis() {
			return 1234;
		}

	}

}
