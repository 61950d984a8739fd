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

	@Test
	void injectsAProxyForTheInterface() {
		run(Client.class, CounterMachine.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(Client.class).counters).isNotInstanceOf(CounterMachine.class)
				.isSameAs(context.getBean(Counters.class))
				.hasToString("Counters of the replicated state machine 'default'");
			assertThat(context.getBean(Client.class).all).containsExactly(context.getBean(Counters.class));
		});
	}

	@Test
	void injectsAProxyUnderTheNameOfTheStateMachine() {
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
	void injectsThePrimaryProxyOfSeveral() {
		run(OnePrimary.class, Client.class).run((context) -> assertThat(context.getBean(Client.class).counters)
			.hasToString("Counters of the replicated state machine 'two'"));
	}

	@Test
	void injectsAProxyIntoABeanThatWrapsIt() {
		run(CounterMachine.class, Wrapped.class, Client.class).run((context) -> {
			assertThat(context.getBean(Client.class).counters).isInstanceOf(Wrapper.class);
			assertThat(context.getBean(Wrapper.class).counters)
				.hasToString("Counters of the replicated state machine 'default'");
		});
	}

	@Test
	void injectsAProxyOfAGenericInterface() {
		run(UserMachine.class, OrderMachine.class, GenericClient.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(GenericClient.class).users)
				.hasToString("Repository of the replicated state machine 'users'");
			assertThat(context.getBean(GenericClient.class).orders)
				.hasToString("OrderRepository of the replicated state machine 'orders'");
		});
	}

	@Test
	void injectsAProxyOfATypeThatOnlyTheBeanMethodNames() {
		run(GenericBeanMethod.class, GenericBeanClient.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(GenericBeanClient.class).users)
				.hasToString("Repository of the replicated state machine 'default'");
		});
	}

	@Test
	void injectsAProxyIntoTheStateMachineItself() {
		run(SelfCalling.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(SelfCalling.class).self).isSameAs(context.getBean(Counters.class));
		});
	}

	@Test
	void injectsAProxyForACallBetweenBeanMethods() {
		run(CallsBetweenMethods.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(Client.class).counters).isSameAs(context.getBean("counters"))
				.hasToString("Counters of the replicated state machine 'default'");
		});
	}

	@Test
	void injectsTheStateMachineItselfWhenSwitchedOff() {
		run(CounterMachine.class, Client.class).withPropertyValues("raft.enabled=false")
			.run((context) -> assertThat(context.getBean(Client.class).counters).isInstanceOf(CounterMachine.class));
	}

	@Test
	void injectsNothingForTheClassOfTheStateMachine() {
		run(CounterMachine.class, Bypass.class).run((context) -> assertThat(context).getFailure()
			.rootCause()
			.isInstanceOf(NoSuchBeanDefinitionException.class));
		run(CounterMachine.class, LazyBypass.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(LazyBypass.class).machines.getIfAvailable()).isNull();
		});
	}

	@Test
	void injectsClassesOfReplicatedServicesAsBefore() {
		run(TestMachine.class, ServiceClient.class)
			.run((context) -> assertThat(context.getBean(ServiceClient.class).machine)
				.isSameAs(context.getBean(TestMachine.class)));
	}

	@Test
	void theNameOnABeanMethodCounts() {
		run(RenamedByMethod.class).run((context) -> {
			assertThat(context.getBean(Counters.class))
				.hasToString("Counters of the replicated state machine 'renamed'");
			assertThat(context.getBean(ReplicatedMachines.class).stateMachines()).containsOnlyKeys("renamed");
		});
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

	@Configuration(proxyBeanMethods = false)
	static class RenamedByMethod {

		@Bean
		@RaftStateMachine("renamed")
		CounterMachine machine() {
			return new CounterMachine();
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

}
