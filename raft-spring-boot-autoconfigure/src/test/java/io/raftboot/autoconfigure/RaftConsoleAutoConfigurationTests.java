package io.raftboot.autoconfigure;

import io.raftboot.actuate.RecentRaftEvents;
import io.raftboot.console.RaftConsole;
import io.raftboot.console.TermHistory;
import io.raftboot.core.node.RaftEventListener;
import io.raftboot.core.node.RaftNode;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.web.servlet.DispatcherServlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class RaftConsoleAutoConfigurationTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RaftAutoConfiguration.class, RaftConsoleAutoConfiguration.class))
		.withUserConfiguration(TestMachine.class)
		.withBean(RaftNode.class, () -> mock(RaftNode.class))
		.withPropertyValues("raft.standalone=true");

	@Test
	void thereIsNoneUnlessItIsWanted() {
		this.runner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RaftConsole.class));
	}

	@Test
	void itHearsOfEventsFromTheStart() {
		this.runner.withPropertyValues("raft.console.enabled=true")
			.run((context) -> assertThat(context).hasSingleBean(RaftConsole.class)
				.hasBean("raftConsoleRoutes")
				.getBeans(RaftEventListener.class)
				.values()
				.hasAtLeastOneElementOfType(TermHistory.class)
				.hasAtLeastOneElementOfType(RecentRaftEvents.class));
	}

	@Test
	void aConsoleOfTheApplicationWins() {
		RaftConsole console = mock(RaftConsole.class);
		this.runner.withPropertyValues("raft.console.enabled=true")
			.withBean("myConsole", RaftConsole.class, () -> console)
			.run((context) -> assertThat(context.getBean(RaftConsole.class)).isSameAs(console));
	}

	@Test
	void itNeedsSpringMvc() {
		this.runner.withPropertyValues("raft.console.enabled=true")
			.withClassLoader(new FilteredClassLoader(DispatcherServlet.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("raftConsoleRoutes"));
	}

	@Test
	void itNeedsNoActuator() {
		this.runner.withPropertyValues("raft.console.enabled=true", "raft.console.admin=true")
			.withClassLoader(
					new FilteredClassLoader("org.springframework.boot.actuate", "org.springframework.boot.health"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(RaftConsole.class)
				.hasSingleBean(RecentRaftEvents.class));
	}

	@Test
	void itNeedsAWebApplication() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(RaftAutoConfiguration.class, RaftConsoleAutoConfiguration.class))
			.withUserConfiguration(TestMachine.class)
			.withBean(RaftNode.class, () -> mock(RaftNode.class))
			.withPropertyValues("raft.standalone=true", "raft.console.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RaftConsole.class));
	}

	@Test
	void itNeedsANode() {
		new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(RaftAutoConfiguration.class, RaftConsoleAutoConfiguration.class))
			.withPropertyValues("raft.console.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(RaftConsole.class));
	}

	@Test
	void aNativeImageHasItsFiles() {
		RuntimeHints hints = new RuntimeHints();
		new RaftConsoleRuntimeHints().registerHints(hints, null);
		for (String name : new String[] { "console.html", "base.css", "text.js" }) {
			assertThat(RuntimeHintsPredicates.resource().forResource("io/raftboot/console/" + name)).accepts(hints);
		}
	}

}
