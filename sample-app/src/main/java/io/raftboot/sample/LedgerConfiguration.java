package io.raftboot.sample;

import java.net.URI;

import io.raftboot.core.node.RaftNodeOptions;
import io.raftboot.spring.RaftLeadership;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * A job of the leader, for who has a ledger to write to.
 */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
@ConditionalOnProperty("sample.ledger-url")
class LedgerConfiguration {

	@Bean
	LedgerJob ledgerJob(@Value("${sample.ledger-url}") URI ledger, RaftLeadership leadership, RaftNodeOptions options) {
		return new LedgerJob(ledger, leadership, options.nodeId().value());
	}

}
