package io.raftboot.spring;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.raftboot.core.statemachine.AnswerKeeper;
import io.raftboot.core.statemachine.CommandProcessor;
import io.raftboot.core.statemachine.CommandRejectedException;
import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.core.statemachine.Snapshot;
import io.raftboot.core.statemachine.StateMachine;
import io.raftboot.core.statemachine.StateMachineFailedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.ResolvableType;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReplicatedServiceStateMachineTests {

	private static final CommitContext CONTEXT = new CommitContext() {

		@Override
		public long index() {
			return 12;
		}

		@Override
		public long term() {
			return 3;
		}

		@Override
		public long timeMillis() {
			return 1_000;
		}

	};

	private final RecordingService service = new RecordingService();

	private final StateMachine machine = machine(this.service, true);

	@Nested
	class Commits {

		@Test
		void commandAndResultAreTyped() {
			byte[] result = commit("{\"key\":\"a\"}");
			assertThat(result).asString(StandardCharsets.UTF_8).isEqualTo("\"done a at 12\"");
		}

		@Test
		void aNullResultHasNoBytes() {
			ReplicatedServiceStateMachineTests.this.service.commit = (command) -> null;
			assertThat(commit("{\"key\":\"a\"}")).isNull();
		}

		@Test
		void anExceptionOfTheServiceIsAResultAndStaysAsItIs() {
			IllegalStateException failure = new IllegalStateException("no");
			ReplicatedServiceStateMachineTests.this.service.commit = (command) -> {
				throw failure;
			};
			assertThatException().isThrownBy(() -> commit("{\"key\":\"a\"}")).isSameAs(failure);
		}

		@ParameterizedTest
		@MethodSource("io.raftboot.spring.ReplicatedServiceStateMachineTests#nodeLocalFailures")
		void aFailureOfThisNodeStopsTheNode(RuntimeException failure) {
			ReplicatedServiceStateMachineTests.this.service.commit = (command) -> {
				throw failure;
			};
			assertThatExceptionOfType(StateMachineFailedException.class).isThrownBy(() -> commit("{\"key\":\"a\"}"))
				.withMessageContaining("'ledger'")
				.withMessageContaining("index 12")
				.withCause(failure);
		}

		@ParameterizedTest
		@MethodSource("io.raftboot.spring.ReplicatedServiceStateMachineTests#answersOfTheData")
		void anAnswerOfTheDataIsAResult(RuntimeException failure) {
			ReplicatedServiceStateMachineTests.this.service.commit = (command) -> {
				throw failure;
			};
			assertThatException().isThrownBy(() -> commit("{\"key\":\"a\"}")).isSameAs(failure);
		}

		@Test
		void whatTheServiceDeclaresAFailureStaysOne() {
			StateMachineFailedException failure = new StateMachineFailedException("mine", new IOException());
			ReplicatedServiceStateMachineTests.this.service.commit = (command) -> {
				throw failure;
			};
			assertThatException().isThrownBy(() -> commit("{\"key\":\"a\"}")).isSameAs(failure);
		}

		@Test
		void aCommandThatCannotBeReadStopsTheNode() {
			assertThatExceptionOfType(StateMachineFailedException.class)
				.isThrownBy(() -> commit("{\"key\":\"a\",\"new\":1}"))
				.withMessageContaining("cannot read the command at index 12");
			assertThatExceptionOfType(StateMachineFailedException.class).isThrownBy(() -> commit("null"));
			assertThat(ReplicatedServiceStateMachineTests.this.service.calls).isEmpty();
		}

	}

	@Nested
	class Processing {

		@Test
		void thereIsNoProcessorWithoutTheHook() {
			assertThat(machine(ReplicatedServiceStateMachineTests.this.service, false).processor()).isNull();
		}

		@Test
		void theProcessedCommandIsProposed() {
			assertThat(process("{\"key\":\"a\"}")).isEqualTo("{\"key\":\"a processed\"}");
		}

		@Test
		void aRejectionStaysAsItIs() {
			CommandRejectedException rejection = new CommandRejectedException("no");
			ReplicatedServiceStateMachineTests.this.service.process = (command) -> {
				throw rejection;
			};
			assertThatException().isThrownBy(() -> process("{\"key\":\"a\"}")).isSameAs(rejection);
		}

		@Test
		void anyOtherExceptionRejectsTheCommand() {
			ReplicatedServiceStateMachineTests.this.service.process = (command) -> {
				throw new IllegalStateException("overdrawn");
			};
			assertThatExceptionOfType(CommandRejectedException.class).isThrownBy(() -> process("{\"key\":\"a\"}"))
				.withMessageContaining("overdrawn")
				.withCauseInstanceOf(IllegalStateException.class);
		}

		@Test
		void aCommandTheLeaderCannotReadIsRejected() {
			assertThatExceptionOfType(CommandRejectedException.class)
				.isThrownBy(() -> process("{\"key\":\"a\",\"new\":1}"));
		}

		@Test
		void aNullCommandIsRejected() {
			ReplicatedServiceStateMachineTests.this.service.process = (command) -> null;
			assertThatExceptionOfType(CommandRejectedException.class).isThrownBy(() -> process("{\"key\":\"a\"}"));
		}

	}

	@Nested
	class OtherHooks {

		@Test
		void snapshotsAreThoseOfTheService() throws IOException {
			ByteArrayOutputStream target = new ByteArrayOutputStream();
			ReplicatedServiceStateMachineTests.this.machine.snapshot().writeTo(target);
			ReplicatedServiceStateMachineTests.this.machine.makeDurable(12);
			assertThat(target.toByteArray()).containsExactly(7);
			assertThat(ReplicatedServiceStateMachineTests.this.service.calls).containsExactly("snapshot", "durable 12");
		}

		@Test
		void snapshotsAreOptional() {
			ReplicatedService<Command, String> without = new ReplicatedService<>() {

				@Override
				public String commit(Command command, CommitContext context) {
					return "";
				}

				@Override
				public void reset(long index, InputStream in) {
				}

			};
			StateMachine machine = machine(without, false);
			assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(machine::snapshot)
				.withMessageContaining(without.getClass().getName());
		}

		@Test
		void areHandedOn() throws IOException {
			StateMachine machine = ReplicatedServiceStateMachineTests.this.machine;
			machine.beginBatch();
			machine.endBatch(7);
			machine.reset(5, new ByteArrayInputStream(new byte[0]));
			assertThat(machine.init()).isNull();
			assertThat(machine.appliedIndex()).isEqualTo(42);
			assertThat(machine.concurrentQueries()).isTrue();
			assertThat(ReplicatedServiceStateMachineTests.this.service.calls).containsExactly("begin", "end 7",
					"reset 5");
		}

		@Test
		void aFailedBatchStopsTheNode() {
			RecordingService service = ReplicatedServiceStateMachineTests.this.service;
			service.batchFailure = new IllegalStateException("commit failed");
			StateMachine machine = ReplicatedServiceStateMachineTests.this.machine;
			assertThatThrownBy(machine::beginBatch).isInstanceOf(StateMachineFailedException.class);
			assertThatThrownBy(() -> machine.endBatch(1)).isInstanceOf(StateMachineFailedException.class);
			assertThatThrownBy(() -> machine.reset(1, InputStream.nullInputStream()))
				.isInstanceOf(StateMachineFailedException.class);
		}

	}

	@Nested
	class Hooks {

		@Test
		void savepointsAndAnswersReachTheService() throws IOException {
			StateMachine machine = ReplicatedServiceStateMachineTests.this.machine;
			machine.savepoint();
			machine.rollback();
			AnswerKeeper keeper = machine.answerKeeper();
			keeper.keep(9, new byte[] { 1 }, 4);
			assertThat(keeper.kept()).containsExactly(new byte[] { 7 });
			assertThat(ReplicatedServiceStateMachineTests.this.service.calls).containsExactly("savepoint", "rollback",
					"keep 9 4");
		}

		@Test
		void theirFailureIsOneOfThisNode() {
			StateMachine machine = ReplicatedServiceStateMachineTests.this.machine;
			ReplicatedServiceStateMachineTests.this.service.batchFailure = new IllegalStateException("x");
			assertThatThrownBy(machine::savepoint).isInstanceOf(StateMachineFailedException.class);
			assertThatThrownBy(machine::rollback).isInstanceOf(StateMachineFailedException.class);
			assertThatThrownBy(() -> machine.answerKeeper().keep(9, new byte[] { 1 }, 4))
				.isInstanceOf(StateMachineFailedException.class);
		}

	}

	static List<RuntimeException> nodeLocalFailures() {
		return List.of(new DataAccessResourceFailureException("x"), new CannotCreateTransactionException("x"),
				new UncheckedIOException(new IOException("x")), new IllegalStateException(new SQLException("x")),
				new RuntimeException(new RuntimeException(new DataAccessResourceFailureException("x"))));
	}

	static List<RuntimeException> answersOfTheData() {
		return List.of(new DuplicateKeyException("x", new SQLException("x")), new EmptyResultDataAccessException(1),
				new IllegalStateException(new SQLIntegrityConstraintViolationException("x")),
				new IllegalArgumentException("x"));
	}

	private byte @Nullable [] commit(String json) {
		try {
			return this.machine.commit(CONTEXT, bytes(json));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String process(String json) {
		CommandProcessor processor = this.machine.processor();
		assertThat(processor).isNotNull();
		return StandardCharsets.UTF_8.decode(processor.process(bytes(json))).toString();
	}

	private static ByteBuffer bytes(String json) {
		return ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();
	}

	private static StateMachine machine(ReplicatedService<?, ?> service, boolean processing) {
		JacksonPayloadFormat format = new JacksonPayloadFormat();
		return new ReplicatedServiceStateMachine("ledger", service, true, processing, 1,
				format.codec(ResolvableType.forClass(Command.class)),
				format.codec(ResolvableType.forClass(String.class)));
	}

	record Command(String key) {
	}

	static final class RecordingService implements ReplicatedService<Command, @Nullable String> {

		final List<String> calls = new ArrayList<>();

		Function<Command, @Nullable String> commit = (command) -> "done " + command.key();

		Function<Command, @Nullable Command> process = (command) -> new Command(command.key() + " processed");

		@Nullable RuntimeException batchFailure;

		@Override
		public @Nullable String commit(Command command, CommitContext context) {
			String result = this.commit.apply(command);
			this.calls.add("commit");
			return (result != null) ? result + " at " + context.index() : null;
		}

		@Override
		public Command process(Command command) {
			return this.process.apply(command);
		}

		@Override
		public void beginBatch() {
			called("begin");
		}

		@Override
		public void endBatch(long lastIndex) {
			called("end " + lastIndex);
		}

		@Override
		public void reset(long index, InputStream in) {
			called("reset " + index);
		}

		@Override
		public Snapshot snapshot() {
			called("snapshot");
			return (target) -> target.write(7);
		}

		@Override
		public void makeDurable(long index) {
			called("durable " + index);
		}

		@Override
		public void savepoint() {
			called("savepoint");
		}

		@Override
		public void rollback() {
			called("rollback");
		}

		@Override
		public AnswerKeeper answerKeeper() {
			return new AnswerKeeper() {

				@Override
				public void keep(long lastIndex, byte[] answers, long obsoleteIndex) {
					called("keep " + lastIndex + " " + obsoleteIndex);
				}

				@Override
				public List<byte[]> kept() {
					return List.of(new byte[] { 7 });
				}

			};
		}

		private void called(String call) {
			if (this.batchFailure != null) {
				throw this.batchFailure;
			}
			this.calls.add(call);
		}

		@Override
		public long appliedIndex() {
			return 42;
		}

	}

}
