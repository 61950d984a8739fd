package io.raftboot.autoconfigure;

import java.time.Clock;

import io.raftboot.actuate.RaftHealthReasons;
import io.raftboot.actuate.RecentRaftEvents;
import io.raftboot.console.RaftConsole;
import io.raftboot.console.TermHistory;
import io.raftboot.core.node.RaftNode;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/** Auto-configuration of the {@link RaftConsole}. */
@AutoConfiguration(after = { RaftAutoConfiguration.class, RaftEndpointAutoConfiguration.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ DispatcherServlet.class, RouterFunction.class })
@ConditionalOnBooleanProperty("raft.console.enabled")
@ConditionalOnBean({ RaftNode.class, RaftHealthReasons.class })
@ImportRuntimeHints(RaftConsoleRuntimeHints.class)
public final class RaftConsoleAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	TermHistory raftTermHistory() {
		return new TermHistory(Clock.systemUTC());
	}

	@Bean
	@ConditionalOnMissingBean
	RecentRaftEvents recentRaftEvents() {
		return new RecentRaftEvents();
	}

	@Bean
	@ConditionalOnMissingBean
	RaftConsole raftConsole(RaftNode node, RaftHealthReasons healthReasons, TermHistory terms, RecentRaftEvents events,
			RaftProperties properties) {
		return new RaftConsole(node, healthReasons, terms, events, properties.console().admin());
	}

	@Bean
	RouterFunction<ServerResponse> raftConsoleRoutes(RaftConsole console) {
		return console.routes();
	}

}
