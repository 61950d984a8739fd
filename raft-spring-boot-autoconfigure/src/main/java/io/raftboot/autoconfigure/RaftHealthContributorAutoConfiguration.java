package io.raftboot.autoconfigure;

import io.raftboot.actuate.RaftHealthIndicator;
import io.raftboot.actuate.RaftHealthReasons;
import io.raftboot.actuate.RaftLivenessIndicator;
import io.raftboot.actuate.RaftReadinessIndicator;
import io.raftboot.actuate.RaftStartupIndicator;
import io.raftboot.core.node.RaftNode;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the health indicators of the node: the whole picture, and what
 * probes ask for.
 */
@AutoConfiguration(after = RaftAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean({ RaftNode.class, RaftHealthReasons.class, RaftHealthProperties.class })
public final class RaftHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "raftHealthIndicator")
	@ConditionalOnEnabledHealthIndicator("raft")
	RaftHealthIndicator raftHealthIndicator(RaftNode node, RaftHealthReasons healthReasons) {
		return new RaftHealthIndicator(node, healthReasons);
	}

	@Bean
	@ConditionalOnMissingBean(name = "raftReadinessHealthIndicator")
	@ConditionalOnEnabledHealthIndicator("raft")
	RaftReadinessIndicator raftReadinessHealthIndicator(RaftNode node, RaftHealthReasons healthReasons,
			RaftHealthProperties properties) {
		return new RaftReadinessIndicator(node, healthReasons, properties.readiness(),
				properties.readinessRequiresQuorum());
	}

	@Bean
	@ConditionalOnMissingBean(name = "raftLivenessHealthIndicator")
	@ConditionalOnEnabledHealthIndicator("raft")
	RaftLivenessIndicator raftLivenessHealthIndicator(RaftNode node) {
		return new RaftLivenessIndicator(node);
	}

	@Bean
	@ConditionalOnMissingBean(name = "raftStartupHealthIndicator")
	@ConditionalOnEnabledHealthIndicator("raft")
	RaftStartupIndicator raftStartupHealthIndicator(RaftNode node) {
		return new RaftStartupIndicator(node);
	}

}
