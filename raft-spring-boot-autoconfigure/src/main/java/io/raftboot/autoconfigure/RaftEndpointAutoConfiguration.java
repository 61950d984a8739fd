package io.raftboot.autoconfigure;

import io.raftboot.actuate.RaftEndpoint;
import io.raftboot.actuate.RaftHealthReasons;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftNodeOptions;
import io.raftboot.spring.ReplicatedMachines;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the {@link RaftEndpoint}. */
@AutoConfiguration(after = RaftAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean({ RaftNode.class, RaftNodeOptions.class, RaftHealthReasons.class, ReplicatedMachines.class })
public final class RaftEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	RaftEndpoint raftEndpoint(RaftNode node, RaftNodeOptions options, RaftHealthReasons healthReasons,
			ReplicatedMachines machines) {
		return new RaftEndpoint(node, options, healthReasons, machines);
	}

}
