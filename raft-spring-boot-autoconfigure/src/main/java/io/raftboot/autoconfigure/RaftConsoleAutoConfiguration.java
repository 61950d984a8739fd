package io.raftboot.autoconfigure;

import java.time.Clock;
import java.time.Duration;

import io.raftboot.actuate.RaftHealthReasons;
import io.raftboot.actuate.RaftOrders;
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

	/** So that the node tells how an operation ended, and not that it did not wait. */
	private static final Duration END_MARGIN = Duration.ofSeconds(1);

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
		RaftOrders orders = new RaftOrders(node, properties.proposalTimeout().plus(END_MARGIN).toMillis());
		return new RaftConsole(node, healthReasons, terms, events, orders, properties.console().admin());
	}

	@Bean
	RouterFunction<ServerResponse> raftConsoleRoutes(RaftConsole console) {
		return console.routes();
	}

}
