package io.raftboot.benchmarks.transports;

import java.util.LinkedHashMap;
import java.util.Map;

import io.raftboot.benchmarks.cluster.AppliedOperations;
import io.raftboot.benchmarks.cluster.CountingMachine;
import io.raftboot.benchmarks.typed.NoteService;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftNodeOptions;
import io.raftboot.core.statemachine.StateMachine;
import io.raftboot.spring.ReplicatedMachines;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * An application whose state machine takes bytes, as the engine does, beside one that it
 * takes to have a node at all.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(NoteService.class)
class TransportConfiguration {

	static final String MACHINE = "raw";

	@Bean
	RaftNode raftNode(RaftNodeOptions options, ReplicatedMachines machines, AppliedOperations operations) {
		Map<String, StateMachine> all = new LinkedHashMap<>(machines.stateMachines());
		all.put(MACHINE, new CountingMachine(operations, 0));
		return new RaftNode(options, all);
	}

}
