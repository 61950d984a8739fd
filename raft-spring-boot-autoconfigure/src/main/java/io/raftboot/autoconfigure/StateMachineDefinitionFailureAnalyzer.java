package io.raftboot.autoconfigure;

import io.raftboot.spring.StateMachineDefinitionException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what is wrong with a bean marked as a state machine. */
final class StateMachineDefinitionFailureAnalyzer extends AbstractFailureAnalyzer<StateMachineDefinitionException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, StateMachineDefinitionException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
	}

}
