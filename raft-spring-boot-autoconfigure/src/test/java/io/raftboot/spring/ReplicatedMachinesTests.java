package io.raftboot.spring;

import java.io.InputStream;

import io.raftboot.core.statemachine.CommitContext;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ReplicatedMachinesTests {

	@Nested
	class Found {

		@Test
		void byTheirReplicatedNames() {
			ReplicatedMachines machines = find(Ledger.class, Orders.class);
			assertThat(machines.stateMachines()).containsOnlyKeys("default", "orders");
			ReplicatedMachine orders = machines.named("orders");
			assertThat(orders.type()).isEqualTo(Orders.class);
			assertThat(orders.commandType()).isEqualTo(String.class);
			assertThat(orders.concurrent()).isTrue();
			assertThat(orders.stateMachine().concurrentQueries()).isTrue();
		}

		@Test
		void withAProcessorOnlyIfTheyHaveTheHook() {
			ReplicatedMachines machines = find(Ledger.class, Orders.class);
			assertThat(machines.named("default").stateMachine().processor()).isNull();
			assertThat(machines.named("orders").stateMachine().processor()).isNotNull();
		}

		@Test
		void behindAProxy() {
			ReplicatedMachine machine = find(Proxied.class).primary();
			assertThat(machine.type()).isEqualTo(Orders.class);
			assertThat(machine.stateMachine().processor()).isNotNull();
		}

		@Test
		void whenTheBeanMethodNamesTheTypes() {
			assertThat(find(DeclaredTypes.class).primary().commandType()).isEqualTo(Integer.class);
		}

		@Test
		void asAnonymousClassesOfABeanMethodThatTellsOnlyTheInterface() {
			ReplicatedMachine machine = find(AnonymousClass.class).primary();
			assertThat(machine.commandType()).isEqualTo(String.class);
			assertThat(machine.stateMachine().processor()).isNotNull();
		}

	}

	@Nested
	class Primary {

		@Test
		void isTheOnlyOneWhateverItsName() {
			assertThat(find(Orders.class).primary().name()).isEqualTo("orders");
		}

		@Test
		void isTheDefaultOneOfSeveral() {
			assertThat(find(Ledger.class, Orders.class).primary().name()).isEqualTo("default");
		}

		@Test
		void isUnknownWithoutADefaultOne() {
			ReplicatedMachines machines = find(Orders.class, Invoices.class);
			assertThatIllegalStateException().isThrownBy(machines::primary)
				.withMessageContaining("orders")
				.withMessageContaining("invoices");
		}

		@Test
		void othersAreNamed() {
			ReplicatedMachines machines = find(Ledger.class);
			assertThatIllegalArgumentException().isThrownBy(() -> machines.named("ordres"))
				.withMessage("There is no state machine 'ordres', only [default]");
		}

	}

	@Nested
	class Refused {

		@Test
		void equalNames() {
			assertThatExceptionOfType(StateMachineDefinitionException.class)
				.isThrownBy(() -> find(Ledger.class, Books.class))
				.withMessageContaining("'replicatedMachinesTests.Ledger'")
				.withMessageContaining("'replicatedMachinesTests.Books'")
				.withMessageContaining("same replicated name 'default'")
				.satisfies((ex) -> assertThat(ex.action()).contains("a name of its own"));
		}

		@Test
		void missingHooks() {
			assertThatExceptionOfType(StateMachineDefinitionException.class).isThrownBy(() -> find(NoService.class))
				.withMessageContaining("neither methods marked with @RaftCommand nor the hooks commit and reset")
				.satisfies((ex) -> assertThat(ex.action()).contains("io.raftboot.spring.ReplicatedService<C, R>"));
		}

		@Test
		void unknownTypes() {
			assertThatExceptionOfType(StateMachineDefinitionException.class).isThrownBy(() -> find(UnknownTypes.class))
				.withMessageContaining("'machine'")
				.withMessageContaining("are not known")
				.satisfies(
						(ex) -> assertThat(ex.action()).contains("implements ReplicatedService<MyCommand, MyResult>"));
		}

		@Test
		void typesThatJsonCannotRead() {
			assertThatExceptionOfType(StateMachineDefinitionException.class).isThrownBy(() -> find(OpenCommands.class))
				.withMessageContaining("make it sealed")
				.satisfies((ex) -> assertThat(ex.action()).contains("PayloadFormat"));
		}

		@Test
		void otherScopes() {
			assertThatExceptionOfType(StateMachineDefinitionException.class).isThrownBy(() -> find(Prototype.class))
				.withMessageContaining("not a singleton");
		}

		@Test
		void namesTooLongForTheLog() {
			assertThatExceptionOfType(StateMachineDefinitionException.class).isThrownBy(() -> find(LongName.class))
				.withMessageContaining("has 65 bytes");
		}

	}

	private static ReplicatedMachines find(Class<?>... components) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(components)) {
			return ReplicatedMachines.find(context.getBeanFactory(), new JacksonPayloadFormat());
		}
	}

	static class Machine<C> implements ReplicatedService<C, String> {

		@Override
		public String commit(C command, CommitContext context) {
			return "done";
		}

		@Override
		public void reset(long index, InputStream in) {
		}

	}

	@RaftStateMachine
	static class Ledger extends Machine<String> {

	}

	@RaftStateMachine
	static class Books extends Machine<String> {

	}

	@RaftStateMachine(value = "orders", concurrent = true)
	static class Orders extends Machine<String> {

		@Override
		public String process(String command) {
			return command;
		}

	}

	@RaftStateMachine("invoices")
	static class Invoices extends Machine<String> {

	}

	@RaftStateMachine
	static class NoService {

	}

	interface OpenCommand {

	}

	@RaftStateMachine
	static class OpenCommands extends Machine<OpenCommand> {

	}

	@RaftStateMachine
	@Scope("prototype")
	static class Prototype extends Machine<String> {

	}

	@RaftStateMachine("0123456789012345678901234567890123456789012345678901234567890123x")
	static class LongName extends Machine<String> {

	}

	@Configuration(proxyBeanMethods = false)
	static class Proxied {

		@Bean
		@RaftStateMachine
		@SuppressWarnings("unchecked")
		ReplicatedService<String, String> machine() {
			ProxyFactory factory = new ProxyFactory(new Orders());
			return (ReplicatedService<String, String>) factory.getProxy();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DeclaredTypes {

		@Bean
		@RaftStateMachine
		Machine<Integer> machine() {
			return new Machine<>();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AnonymousClass {

		@Bean
		@RaftStateMachine
		ReplicatedService<?, ?> machine() {
			return new Machine<String>() {

				@Override
				public String process(String command) {
					return command + "!";
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UnknownTypes {

		@Bean
		@RaftStateMachine
		ReplicatedService<?, ?> machine() {
			return new Machine<String>();
		}

	}

}
