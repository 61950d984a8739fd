package io.raftboot.autoconfigure;

import io.raftboot.core.node.RaftNode;
import io.raftboot.spring.RaftOperations;
import io.raftboot.spring.RaftTemplate;
import io.raftboot.spring.ReplicatedMachines;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the application sends commands and queries by. */
@Configuration(proxyBeanMethods = false)
final class RaftTemplateConfiguration {

	// A state machine may ask for it, and the node needs the state machines
	@Bean
	@ConditionalOnMissingBean(RaftOperations.class)
	RaftTemplate raftTemplate(ObjectProvider<RaftNode> node, ObjectProvider<ReplicatedMachines> machines) {
		return new RaftTemplate(node::getObject, machines::getObject);
	}

}
