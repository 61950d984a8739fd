package io.raftboot.autoconfigure;

import io.raftboot.core.node.RaftNode;
import io.raftboot.spring.LeaderOnly;
import io.raftboot.spring.RaftLeadership;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of {@link RaftLeadership} and of {@link LeaderOnly}; of the latter
 * also without a node, so that what only the leader may do never runs unguarded.
 */
@AutoConfiguration(after = RaftAutoConfiguration.class)
public final class RaftLeadershipAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	static LeaderOnlyPostProcessor leaderOnlyPostProcessor(ObjectProvider<RaftLeadership> leadership,
			Environment environment) {
		LeaderOnlyPostProcessor processor = new LeaderOnlyPostProcessor(leadership);
		processor.setProxyTargetClass(environment.getProperty("spring.aop.proxy-target-class", Boolean.class, true));
		return processor;
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean({ RaftNode.class, RaftEventPublisher.class })
	RaftLeadership raftLeadership(RaftNode node, RaftEventPublisher publisher) {
		return new NodeLeadership(node, publisher::isReady);
	}

}
