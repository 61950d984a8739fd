package io.raftboot.benchmarks.typed;

import java.util.LinkedHashMap;
import java.util.Map;

import io.raftboot.benchmarks.cluster.AppliedOperations;
import io.raftboot.benchmarks.cluster.CountingMachine;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftNodeOptions;
import io.raftboot.core.statemachine.StateMachine;
import io.raftboot.spring.ReplicatedMachines;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** An application with one state machine for each level. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ NoteService.class, NotesMachine.class })
class TypedConfiguration {

	static final String RAW = "raw";

	static final String HAND = "hand";

	@Bean
	AppliedOperations rawOperations() {
		return new AppliedOperations();
	}

	@Bean
	RaftNode raftNode(RaftNodeOptions options, ReplicatedMachines machines, AppliedOperations rawOperations) {
		Map<String, StateMachine> all = new LinkedHashMap<>(machines.stateMachines());
		all.put(RAW, new CountingMachine(rawOperations, 0));
		all.put(HAND, new NotesByHand());
		return new RaftNode(options, all);
	}

}
