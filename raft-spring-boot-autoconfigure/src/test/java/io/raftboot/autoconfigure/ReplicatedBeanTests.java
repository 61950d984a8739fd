package io.raftboot.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.raftboot.core.node.RaftNode;
import io.raftboot.spring.RaftCommand;
import io.raftboot.spring.RaftQuery;
import io.raftboot.spring.RaftStateMachine;
import io.raftboot.spring.ReplicatedMachine;
import io.raftboot.spring.ReplicatedMachines;
import io.raftboot.spring.ReplicatedState;
import io.raftboot.spring.StateMachineDefinitionException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/** Which beans there are for an interface whose state machine is replicated. */
class ReplicatedBeanTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RaftAutoConfiguration.class))
		.withBean(RaftNode.class, () -> mock(RaftNode.class))
		.withPropertyValues("raft.standalone=true");

	@Nested
	class Injects {

		@Test
		void aProxyForTheInterface() {
			run(Client.class, CounterMachine.class).run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Client.class).counters).isNotInstanceOf(CounterMachine.class)
					.isSameAs(context.getBean(Counters.class))
					.hasToString("Counters of the replicated state machine 'default'");
				assertThat(context.getBean(Client.class).all).containsExactly(context.getBean(Counters.class));
			});
		}

		@Test
		void aProxyUnderTheNameOfTheStateMachine() {
			run(Two.class, ByName.class).run((context) -> {
				assertThat(context).hasNotFailed();
				ByName client = context.getBean(ByName.class);
				assertThat(client.first).hasToString("Counters of the replicated state machine 'one'")
					.isSameAs(context.getBean("first"));
				assertThat(client.second).hasToString("Counters of the replicated state machine 'two'");
				assertThat(client.blue).isSameAs(client.second);
				assertThat(context.getBean(ReplicatedMachines.class).all()).extracting(ReplicatedMachine::beanName)
					.containsExactlyInAnyOrder("first", "second");
			});
		}

		@Test
		void thePrimaryProxyOfSeveral() {
			run(OnePrimary.class, Client.class).run((context) -> assertThat(context.getBean(Client.class).counters)
				.hasToString("Counters of the replicated state machine 'two'"));
		}

		@Test
		void aProxyIntoABeanThatWrapsIt() {
			run(CounterMachine.class, Wrapped.class, Client.class).run((context) -> {
				assertThat(context.getBean(Client.class).counters).isInstanceOf(Wrapper.class);
				assertThat(context.getBean(Wrapper.class).counters)
					.hasToString("Counters of the replicated state machine 'default'");
			});
		}

		@Test
		void aProxyOfAGenericInterface() {
			run(UserMachine.class, OrderMachine.class, GenericClient.class).run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(GenericClient.class).users)
					.hasToString("Repository of the replicated state machine 'users'");
				assertThat(context.getBean(GenericClient.class).orders)
					.hasToString("OrderRepository of the replicated state machine 'orders'");
			});
		}

		@Test
		void aProxyOfATypeThatOnlyTheBeanMethodNames() {
			run(GenericBeanMethod.class, GenericBeanClient.class).run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(GenericBeanClient.class).users)
					.hasToString("Repository of the replicated state machine 'default'");
			});
		}

		@Test
		void aProxyIntoTheStateMachineItself() {
			run(SelfCalling.class).run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(SelfCalling.class).self).isSameAs(context.getBean(Counters.class));
			});
		}

		@Test
		void aProxyForACallBetweenBeanMethods() {
			run(CallsBetweenMethods.class).run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Client.class).counters).isSameAs(context.getBean("counters"))
					.hasToString("Counters of the replicated state machine 'default'");
			});
		}

		@Test
		void theStateMachineItselfWhenSwitchedOff() {
			run(CounterMachine.class, Client.class).withPropertyValues("raft.enabled=false")
				.run((context) -> assertThat(context.getBean(Client.class).counters)
					.isInstanceOf(CounterMachine.class));
		}

		@Test
		void nothingForTheClassOfTheStateMachine() {
			run(CounterMachine.class, Bypass.class).run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(NoSuchBeanDefinitionException.class));
			run(CounterMachine.class, LazyBypass.class).run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(LazyBypass.class).machines.getIfAvailable()).isNull();
			});
		}

		@Test
		void classesOfReplicatedServicesAsBefore() {
			run(TestMachine.class, ServiceClient.class)
				.run((context) -> assertThat(context.getBean(ServiceClient.class).machine)
					.isSameAs(context.getBean(TestMachine.class)));
		}

	}

	@Nested
	class Refuses {

		@Test
		void aMachineWithoutState() {
			refuses(NoState.class,
					"The state machine 'replicatedBeanTests.NoState' has marked methods, but nothing to take "
							+ "a snapshot of: its log would grow for ever.",
					"ReplicatedState<S>: capture() gives its state");
		}

		@Test
		void aStateOfAnUnknownType() {
			refuses(RawState.class, "cannot be put into snapshots: its type is not known.",
					"TreeMap<String, Long> or a record");
			refuses(OpenState.class,
					"cannot be put into snapshots: a " + Counters.class.getName() + " cannot be written",
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
					"The method MarksInClass.add of the state machine 'replicatedBeanTests.MarksInClass' is marked, but stands "
							+ "in no interface",
					"Declare the method in an interface, mark it there");
		}

		@Test
		void severalInterfaces() {
			refuses(TwoInterfaces.class,
					"implements several interfaces with marked methods: [" + Others.class.getName(),
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
			run(machine).run((context) -> {
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

	}

	@Test
	void theContextNamesTheMachineAndItsProxy() {
		run(CounterMachine.class)
			.run((context) -> assertThat(names(context)).containsExactlyInAnyOrder("replicatedBeanTests.CounterMachine",
					"raftStateMachine.replicatedBeanTests.CounterMachine"));
	}

	private static List<String> names(AssertableApplicationContext context) {
		return List.of(context.getBeanNamesForType(Counters.class));
	}

	private ApplicationContextRunner run(Class<?>... classes) {
		return this.runner.withUserConfiguration(classes);
	}

	interface Counters {

		@RaftCommand
		long add(String name, long by);

		@RaftQuery
		long get(String name);

	}

	static class CounterState implements Counters, ReplicatedState<Map<String, Long>> {

		private final Map<String, Long> counts = new TreeMap<>();

		@Override
		public long add(String name, long by) {
			return this.counts.merge(name, by, Long::sum);
		}

		@Override
		public long get(String name) {
			return this.counts.getOrDefault(name, 0L);
		}

		@Override
		public Map<String, Long> capture() {
			return this.counts;
		}

		@Override
		public void restore(Map<String, Long> state) {
			this.counts.clear();
			this.counts.putAll(state);
		}

	}

	@RaftStateMachine
	static class CounterMachine extends CounterState {

	}

	record Client(Counters counters, List<Counters> all) {
	}

	record Bypass(CounterMachine machine) {
	}

	record LazyBypass(ObjectProvider<CounterMachine> machines) {
	}

	record ServiceClient(TestMachine machine) {
	}

	record ByName(Counters first, @Qualifier("second") Counters second, @Qualifier("blue") Counters blue) {
	}

	@Configuration(proxyBeanMethods = false)
	static class Two {

		@Bean
		@RaftStateMachine("one")
		CounterState first() {
			return new CounterState();
		}

		@Bean("second")
		@Qualifier("blue")
		@RaftStateMachine("two")
		Counters another() {
			return new CounterState();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OnePrimary {

		@Bean
		@RaftStateMachine("one")
		CounterState first() {
			return new CounterState();
		}

		@Bean
		@Primary
		@RaftStateMachine("two")
		CounterState second() {
			return new CounterState();
		}

	}

	record Wrapper(Counters counters) implements Counters {

		@Override
		public long add(String name, long by) {
			return this.counters.add(name, by);
		}

		@Override
		public long get(String name) {
			return this.counters.get(name);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Wrapped {

		@Bean
		@Primary
		Wrapper wrapper(Counters counters) {
			return new Wrapper(counters);
		}

	}

	record User(String name) {
	}

	record Order(int number) {
	}

	interface Repository<T> {

		@RaftCommand
		void put(T value);

	}

	interface OrderRepository extends Repository<Order> {

	}

	static class Repositories<T> implements Repository<T>, ReplicatedState<String> {

		@Override
		public void put(T value) {
		}

		@Override
		public String capture() {
			return "";
		}

		@Override
		public void restore(String state) {
		}

	}

	@RaftStateMachine("users")
	static class UserMachine extends Repositories<User> {

	}

	@RaftStateMachine("orders")
	static class OrderMachine extends Repositories<Order> implements OrderRepository {

	}

	record GenericClient(Repository<User> users, Repository<Order> orders) {
	}

	record GenericBeanClient(Repository<User> users) {
	}

	@Configuration(proxyBeanMethods = false)
	static class GenericBeanMethod {

		@Bean
		@RaftStateMachine
		Repositories<User> users() {
			return new Repositories<>();
		}

	}

	@RaftStateMachine
	static class SelfCalling extends CounterState {

		private final Counters self;

		@Autowired
		SelfCalling(Counters self) {
			this.self = self;
		}

	}

	@Configuration
	static class CallsBetweenMethods {

		@Bean
		@RaftStateMachine
		Counters counters() {
			return new CounterState();
		}

		@Bean
		Client client() {
			return new Client(counters(), List.of());
		}

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
