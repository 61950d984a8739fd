package io.raftboot.autoconfigure;

import io.raftboot.spring.LeaderOnlyDefinitionException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says why a method cannot be kept to the leader. */
final class LeaderOnlyFailureAnalyzer extends AbstractFailureAnalyzer<LeaderOnlyDefinitionException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, LeaderOnlyDefinitionException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
	}

}
