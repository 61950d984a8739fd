package io.raftboot.autoconfigure;

import io.raftboot.autoconfigure.ReplicatedBeanTests.CounterState;
import io.raftboot.autoconfigure.ReplicatedBeanTests.Counters;
import io.raftboot.core.node.RaftNode;
import io.raftboot.spring.RaftCommand;
import io.raftboot.spring.RaftStateMachine;
import io.raftboot.spring.ReplicatedState;
import io.raftboot.spring.StateMachineDefinitionException;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/** Beans with marked methods that fail the start, and what is said. */
class ReplicatedBeanDefinitionTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RaftAutoConfiguration.class))
		.withBean(RaftNode.class, () -> mock(RaftNode.class))
		.withPropertyValues("raft.standalone=true");

	@Test
	void aMachineWithoutState() {
		refuses(NoState.class,
				"The state machine 'replicatedBeanDefinitionTests.NoState' has marked methods, but nothing to take "
						+ "a snapshot of: its log would grow for ever.",
				"ReplicatedState<S>: capture() gives its state");
	}

	@Test
	void aStateOfAnUnknownType() {
		refuses(RawState.class, "cannot be put into snapshots: its type is not known.",
				"TreeMap<String, Long> or a record");
		refuses(OpenState.class, "cannot be put into snapshots: a " + Counters.class.getName() + " cannot be written",
				"TreeMap<String, Long> or a record");
	}

	@Test
	void aMachineThatIsAServiceToo() {
		refuses(BothKinds.class,
				"implements both ReplicatedService and the marked methods of Counters: its commands could come in two",
				"Remove the marks of Counters and send commands by RaftOperations");
	}

	@Test
	void marksThatStandInTheClassOnly() {
		refuses(MarksInClass.class,
				"The method MarksInClass.add of the state machine 'replicatedBeanDefinitionTests.MarksInClass' is marked, but stands "
						+ "in no interface",
				"Declare the method in an interface, mark it there");
	}

	@Test
	void severalInterfaces() {
		refuses(TwoInterfaces.class, "implements several interfaces with marked methods: [" + Others.class.getName(),
				"one interface that extends them all");
	}

	@Test
	void aBeanMethodThatHidesTheInterface() {
		refuses(HidingMethod.class,
				"The state machine 'machine' implements Counters, but its bean definition does not say so",
				"Declare Counters or the class itself as the return type");
	}

	@Test
	void commandsThatCannotBeReplicated() {
		refuses(OpenCommand.class, "The method Opened.add cannot be replicated: its parameter 1 of type "
				+ Counters.class.getName() + " cannot be written and read", "Change the type");
	}

	private void refuses(Class<?> machine, String message, String action) {
		this.runner.withUserConfiguration(machine).run((context) -> {
			Throwable failure = context.getStartupFailure();
			while (failure != null && !(failure instanceof StateMachineDefinitionException)) {
				failure = failure.getCause();
			}
			assertThat(failure).isInstanceOfSatisfying(StateMachineDefinitionException.class, (refused) -> {
				assertThat(refused).hasMessageContaining(message);
				assertThat(refused.action()).contains(action);
			});
		});
	}

	@RaftStateMachine
	static class NoState implements Counters {

		@Override
		public long add(String name, long by) {
			return by;
		}

		@Override
		public long get(String name) {
			return 0;
		}

	}

	@RaftStateMachine
	@SuppressWarnings("rawtypes")
	static class RawState extends NoState implements ReplicatedState {

		@Override
		public Object capture() {
			return "";
		}

		@Override
		public void restore(Object state) {
		}

	}

	@RaftStateMachine
	static class OpenState extends NoState implements ReplicatedState<Counters> {

		@Override
		public Counters capture() {
			return this;
		}

		@Override
		public void restore(Counters state) {
		}

	}

	@RaftStateMachine
	static class BothKinds extends TestMachine implements Counters {

		@Override
		public long add(String name, long by) {
			return by;
		}

		@Override
		public long get(String name) {
			return 0;
		}

	}

	@RaftStateMachine
	static class MarksInClass {

		@RaftCommand
		public void add(String name) {
		}

	}

	interface Others {

		@RaftCommand
		void other();

	}

	@RaftStateMachine
	static class TwoInterfaces extends CounterState implements Others {

		@Override
		public void other() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HidingMethod {

		@Bean
		@RaftStateMachine
		Object machine() {
			return new CounterState();
		}

	}

	interface Opened {

		@RaftCommand
		void add(Counters value);

	}

	@RaftStateMachine
	static class OpenCommand implements Opened, ReplicatedState<String> {

		@Override
		public void add(Counters value) {
		}

		@Override
		public String capture() {
			return "";
		}

		@Override
		public void restore(String state) {
		}

	}

}
