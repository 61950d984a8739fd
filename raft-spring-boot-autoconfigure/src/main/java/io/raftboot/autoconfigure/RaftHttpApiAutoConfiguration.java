package io.raftboot.autoconfigure;

import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftNodeOptions;
import io.raftboot.http.RaftHttpApi;
import io.raftboot.spring.RaftOperations;
import io.raftboot.spring.RaftSetCommand;
import io.raftboot.spring.RaftSetCommands;
import io.raftboot.spring.ReplicatedMachines;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/** Auto-configuration of the {@link RaftHttpApi}, on the port of the application. */
@AutoConfiguration(after = RaftAutoConfiguration.class)
@ConditionalOnBooleanProperty("raft.http.enabled")
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnClass(DispatcherServlet.class)
@ConditionalOnBean({ RaftNode.class, RaftNodeOptions.class, RaftOperations.class, ReplicatedMachines.class })
public final class RaftHttpApiAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RaftSetCommands raftSetCommands(RaftOperations raft, ReplicatedMachines machines,
			ObjectProvider<RaftSetCommand> commands) {
		return new RaftSetCommands(raft, machines, commands.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean
	RaftHttpApi raftHttpApi(RaftNode node, RaftNodeOptions options, RaftSetCommands sets) {
		return new RaftHttpApi(node, options, sets);
	}

	@Bean
	RouterFunction<ServerResponse> raftHttpApiRoutes(RaftHttpApi api) {
		return api.routes();
	}

}
