package io.raftboot.autoconfigure;

import io.raftboot.actuate.RaftHealthGroupsPostProcessor;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration that puts the node into the health groups that probes ask for.
 * Behind the auto-configuration of these groups, whose post-processor has to come first.
 */
@AutoConfiguration(after = { RaftHealthContributorAutoConfiguration.class, AvailabilityProbesAutoConfiguration.class })
@ConditionalOnClass({ HealthEndpointGroupsPostProcessor.class, Endpoint.class })
@ConditionalOnBean(
		name = { "raftReadinessHealthIndicator", "raftLivenessHealthIndicator", "raftStartupHealthIndicator" })
public final class RaftHealthGroupsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RaftHealthGroupsPostProcessor raftHealthGroupsPostProcessor(Environment environment) {
		return new RaftHealthGroupsPostProcessor(environment);
	}

}
