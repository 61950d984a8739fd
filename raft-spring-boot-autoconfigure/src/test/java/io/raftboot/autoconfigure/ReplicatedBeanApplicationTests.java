package io.raftboot.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.raftboot.core.model.Role;
import io.raftboot.core.node.Consistency;
import io.raftboot.core.node.NodeState;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.statemachine.CommandFailedException;
import io.raftboot.spring.RaftCommand;
import io.raftboot.spring.RaftCommit;
import io.raftboot.spring.RaftQuery;
import io.raftboot.spring.RaftStateMachine;
import io.raftboot.spring.ReplicatedState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/** Replicated beans on real nodes. */
@ExtendWith(OutputCaptureExtension.class)
class ReplicatedBeanApplicationTests {

	@TempDir
	Path directory;

	@Test
	void commandsAndQueriesGoAroundThroughTheLog() throws Exception {
		try (ConfigurableApplicationContext context = run(Application.class)) {
			Accounts accounts = accounts(context);
			Set<Long> indexes = context.getBean(AccountMachine.class).indexes;
			accounts.open(new Account("a", 5));
			assertThat(accounts.transfer("a", "b", 2)).isEqualTo(new Transfer(new Account("a", 3), Optional.empty()));
			assertThat(accounts.transfer("a", "b", 2))
				.isEqualTo(new Transfer(new Account("a", 1), Optional.of(new Account("b", 2))));
			assertThat(accounts.transferAll(List.of(new Account("a", 1)), "c").get(10, TimeUnit.SECONDS)).isEqualTo(1);
			assertThat(indexes).hasSize(4);
			assertThat(accounts.find("a")).contains(new Account("a", 0));
			assertThat(accounts.find("z")).isEmpty();
			assertThat(accounts.names().get(10, TimeUnit.SECONDS)).containsExactly("a", "b", "c");
			assertThat(accounts.total("a", "b", "c")).isEqualTo(5);
			assertThat(indexes).hasSize(4);
		}
	}

	@Test
	void exceptionsReachTheCaller() {
		try (ConfigurableApplicationContext context = run(Application.class)) {
			Accounts accounts = accounts(context);
			assertThatExceptionOfType(CommandFailedException.class).isThrownBy(() -> accounts.transfer("a", "b", 2))
				.satisfies((ex) -> assertThat(ex.type()).isEqualTo(NoMoneyException.class.getName()));
			assertThat(accounts.transferAll(List.of(new Account("a", 1)), "b")).failsWithin(Duration.ofSeconds(10))
				.withThrowableOfType(ExecutionException.class)
				.withCauseInstanceOf(CommandFailedException.class);
			assertThatIllegalArgumentException().isThrownBy(() -> accounts.find("")).withMessage("No name");
		}
	}

	@Test
	void timeIsTheLeadersAndNeverGoesBack() {
		try (ConfigurableApplicationContext context = run(Application.class)) {
			Accounts accounts = accounts(context);
			Instant before = Instant.ofEpochMilli(System.currentTimeMillis());
			Instant first = accounts.touch();
			assertThat(first).isAfterOrEqualTo(before);
			assertThat(accounts.touch()).isAfterOrEqualTo(first);
		}
	}

	@Test
	void stateComesBackFromLogAndSnapshot() {
		try (ConfigurableApplicationContext context = run(Application.class)) {
			Accounts accounts = accounts(context);
			accounts.open(new Account("a", 5));
			context.getBean(RaftNode.class).snapshot().join();
			accounts.open(new Account("b", 7));
		}
		try (ConfigurableApplicationContext context = run(Application.class)) {
			assertThat(accounts(context).total("a", "b")).isEqualTo(12);
			assertThat(context.getBean(AccountMachine.class).restored).isTrue();
		}
	}

	@Test
	void aNodeThatLacksACommandInItsLogStopsAndSaysSo(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run(Application.class)) {
			accounts(context).open(new Account("a", 5));
		}
		try (ConfigurableApplicationContext context = run(Renamed.class)) {
			RaftNode node = context.getBean(RaftNode.class);
			await().until(() -> node.status().state() == NodeState.FAILED);
			assertThat(output).contains("is the command 'open'").contains("@RaftCommand(name = \"open\")");
		}
	}

	private Accounts accounts(ConfigurableApplicationContext context) {
		RaftNode node = context.getBean(RaftNode.class);
		await().until(() -> node.status().role() == Role.LEADER);
		return context.getBean(Accounts.class);
	}

	private ConfigurableApplicationContext run(Class<?> application) {
		return new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.logStartupInfo(false)
			.run("--raft.standalone=true", "--raft.data-dir=" + this.directory);
	}

	record Account(String name, long amount) {
	}

	record Transfer(Account from, Optional<Account> to) {
	}

	static class NoMoneyException extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

	interface Accounts {

		@RaftCommand
		void open(Account account);

		@RaftCommand
		Transfer transfer(String from, String to, long amount);

		@RaftCommand
		CompletableFuture<Integer> transferAll(List<Account> amounts, String to);

		@RaftCommand
		Instant touch();

		@RaftQuery
		Optional<Account> find(String name);

		@RaftQuery(consistency = Consistency.LOCAL)
		CompletableFuture<List<String>> names();

		default long total(String... names) {
			long total = 0;
			for (String name : names) {
				total += find(name).map(Account::amount).orElse(0L);
			}
			return total;
		}

	}

	@RaftStateMachine("accounts")
	static class AccountMachine implements Accounts, ReplicatedState<TreeMap<String, Account>> {

		private TreeMap<String, Account> accounts = new TreeMap<>();

		private final Set<Long> indexes = new TreeSet<>();

		private volatile boolean restored;

		@Override
		public void open(Account account) {
			this.indexes.add(RaftCommit.current().index());
			this.accounts.put(account.name(), account);
		}

		@Override
		public Transfer transfer(String from, String to, long amount) {
			Account source = this.accounts.get(from);
			if (source == null || source.amount() < amount) {
				throw new NoMoneyException();
			}
			Optional<Account> target = Optional.ofNullable(this.accounts.get(to));
			Account rest = new Account(from, source.amount() - amount);
			open(rest);
			open(new Account(to, target.map(Account::amount).orElse(0L) + amount));
			return new Transfer(rest, target);
		}

		@Override
		public CompletableFuture<Integer> transferAll(List<Account> amounts, String to) {
			amounts.forEach((account) -> transfer(account.name(), to, account.amount()));
			return CompletableFuture.completedFuture(amounts.size());
		}

		@Override
		public Instant touch() {
			return RaftCommit.now();
		}

		@Override
		public Optional<Account> find(String name) {
			if (name.isEmpty()) {
				throw new IllegalArgumentException("No name");
			}
			return Optional.ofNullable(this.accounts.get(name));
		}

		@Override
		public CompletableFuture<List<String>> names() {
			return CompletableFuture.completedFuture(new ArrayList<>(this.accounts.keySet()));
		}

		@Override
		public TreeMap<String, Account> capture() {
			return this.accounts;
		}

		@Override
		public void restore(TreeMap<String, Account> state) {
			this.accounts = state;
			this.restored = true;
		}

	}

	interface RenamedAccounts {

		@RaftCommand
		void openAccount(Account account);

	}

	@RaftStateMachine("accounts")
	static class RenamedMachine implements RenamedAccounts, ReplicatedState<TreeMap<String, Account>> {

		@Override
		public void openAccount(Account account) {
		}

		@Override
		public TreeMap<String, Account> capture() {
			return new TreeMap<>();
		}

		@Override
		public void restore(TreeMap<String, Account> state) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(RaftAutoConfiguration.class)
	@Import(AccountMachine.class)
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(RaftAutoConfiguration.class)
	@Import(RenamedMachine.class)
	static class Renamed {

	}

}
