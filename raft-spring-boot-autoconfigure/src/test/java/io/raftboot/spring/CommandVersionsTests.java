package io.raftboot.spring;

import java.io.InputStream;
import java.util.List;

import io.raftboot.core.statemachine.CommitContext;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Which version of a machine's commands a command is one of, at both typed levels. */
class CommandVersionsTests {

	@Test
	void aClassOfCommandsSaysItsVersion() {
		ReplicatedMachine machine = ReplicatedMachine.of(new Ledger());
		assertThat(machine.stateMachine().commandVersion()).isEqualTo(3);
		assertThat(machine.commandVersion(new Put("a"))).isEqualTo(1);
		assertThat(machine.commandVersion(new Move("a"))).isEqualTo(3);
		assertThat(machine.commandVersion(new Copy("a"))).isEqualTo(2);
	}

	@Test
	void aMethodOfAReplicatedBeanSaysItsVersion() {
		ReplicatedMachine machine = ReplicatedMachine.of(new ListMachine());
		assertThat(machine.stateMachine().commandVersion()).isEqualTo(2);
		ReplicatedInterface methods = ReplicatedInterfaceReader.read(ResolvableType.forClass(Lists.class),
				new JacksonPayloadFormat());
		assertThat(machine.commandVersion(new CommandCall(methods.command("add"), new Object[] { "a" }))).isEqualTo(1);
		assertThat(machine.commandVersion(new CommandCall(methods.command("clear"), new Object[0]))).isEqualTo(2);
	}

	@Test
	void whatIsNoVersionIsRefusedAtStart() {
		assertThatExceptionOfType(StateMachineDefinitionException.class)
			.isThrownBy(() -> ReplicatedMachine.of(new WrongLedger()))
			.withMessageContaining("version 0")
			.withMessageContaining("Wrong")
			.satisfies((ex) -> assertThat(ex.action()).contains("from 1 to 65535"));
		assertThatExceptionOfType(StateMachineDefinitionException.class)
			.isThrownBy(() -> ReplicatedMachine.of(new WrongListMachine()))
			.withMessageContaining("add")
			.withMessageContaining("version 70000");
	}

	sealed interface Command {

	}

	record Put(String key) implements Command {
	}

	@CommandVersion(3)
	record Move(String key) implements Command {
	}

	@CommandVersion(2)
	record Copy(String key) implements Command {
	}

	@CommandVersion(0)
	record Wrong(String key) {
	}

	@RaftStateMachine
	static class Ledger implements ReplicatedService<Command, String> {

		@Override
		public String commit(Command command, CommitContext context) {
			return "";
		}

		@Override
		public void reset(long index, InputStream in) {
		}

	}

	@RaftStateMachine
	static class WrongLedger implements ReplicatedService<Wrong, String> {

		@Override
		public String commit(Wrong command, CommitContext context) {
			return "";
		}

		@Override
		public void reset(long index, InputStream in) {
		}

	}

	interface Lists {

		@RaftCommand
		void add(String text);

		@RaftCommand(version = 2)
		void clear();

	}

	@RaftStateMachine
	static class ListMachine implements Lists, ReplicatedState<List<String>> {

		@Override
		public void add(String text) {
		}

		@Override
		public void clear() {
		}

		@Override
		public List<String> capture() {
			return List.of();
		}

		@Override
		public void restore(List<String> state) {
		}

	}

	interface WrongLists {

		@RaftCommand(version = 70_000)
		void add(String text);

	}

	@RaftStateMachine
	static class WrongListMachine implements WrongLists, ReplicatedState<List<String>> {

		@Override
		public void add(String text) {
		}

		@Override
		public List<String> capture() {
			return List.of();
		}

		@Override
		public void restore(List<String> state) {
		}

	}

}
