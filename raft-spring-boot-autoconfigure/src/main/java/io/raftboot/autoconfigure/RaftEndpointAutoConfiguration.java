package io.raftboot.autoconfigure;

import io.raftboot.actuate.NodeReport;
import io.raftboot.actuate.RaftEndpoint;
import io.raftboot.actuate.RaftEndpointWebExtension;
import io.raftboot.actuate.RaftHealthReasons;
import io.raftboot.actuate.RaftPart;
import io.raftboot.actuate.RaftScopeFailure;
import io.raftboot.actuate.RecentRaftEvents;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftNodeOptions;
import io.raftboot.spring.ReplicatedMachines;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the {@link RaftEndpoint}. */
@AutoConfiguration(after = RaftAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean({ RaftNode.class, RaftNodeOptions.class, RaftHealthReasons.class, ReplicatedMachines.class })
@EnableConfigurationProperties(RaftActuatorProperties.class)
public final class RaftEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	RaftEndpoint raftEndpoint(RaftNode node, RaftNodeOptions options, RaftHealthReasons healthReasons,
			ReplicatedMachines machines, RaftActuatorProperties properties) {
		return new RaftEndpoint(node, options, healthReasons, machines, properties.showAddresses());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(endpoint = RaftEndpoint.class, exposure = EndpointExposure.WEB)
	RecentRaftEvents recentRaftEvents() {
		return new RecentRaftEvents();
	}

	/** Lets other nodes show this one when it leads. */
	@Bean
	@ConditionalOnMissingBean(name = "raftNodeReports")
	RaftNodeBuilderCustomizer raftNodeReports(ObjectProvider<RaftEndpoint> endpoint,
			ObjectProvider<RecentRaftEvents> events) {
		return (builder) -> builder.answer(NodeReport.TOPIC, () -> {
			RaftEndpoint own = endpoint.getIfAvailable();
			RecentRaftEvents recent = events.getIfAvailable();
			if (own == null || recent == null) {
				throw new IllegalStateException("its endpoint raft is not exposed over HTTP");
			}
			return own.report(recent).toJson();
		});
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(RaftEndpoint.class)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	@RegisterReflectionForBinding({ NodeReport.class, RaftPart.Peers.class, RaftPart.Log.class, RaftPart.Events.class,
			RaftScopeFailure.class })
	RaftEndpointWebExtension raftEndpointWebExtension(RaftEndpoint endpoint, RaftNode node, RaftNodeOptions options,
			RecentRaftEvents events) {
		return new RaftEndpointWebExtension(endpoint, node, options, events);
	}

}
