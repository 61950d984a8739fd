package io.raftboot.autoconfigure;

import io.raftboot.actuate.RaftHealthIndicator;
import io.raftboot.actuate.RaftHealthReasons;
import io.raftboot.core.node.RaftNode;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the {@link RaftHealthIndicator}. */
@AutoConfiguration(after = RaftAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean({ RaftNode.class, RaftHealthReasons.class })
public final class RaftHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "raftHealthIndicator")
	@ConditionalOnEnabledHealthIndicator("raft")
	RaftHealthIndicator raftHealthIndicator(RaftNode node, RaftHealthReasons healthReasons) {
		return new RaftHealthIndicator(node, healthReasons);
	}

}
