package io.raftboot.autoconfigure;

import io.raftboot.actuate.RaftInfoContributor;
import io.raftboot.core.node.RaftNode;

import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the {@link RaftInfoContributor}. */
@AutoConfiguration(after = RaftAutoConfiguration.class)
@ConditionalOnClass({ InfoContributor.class, ConditionalOnEnabledInfoContributor.class })
@ConditionalOnBean(RaftNode.class)
public final class RaftInfoContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnEnabledInfoContributor("raft")
	RaftInfoContributor raftInfoContributor(RaftNode node) {
		return new RaftInfoContributor(node);
	}

}
