package io.raftboot.sample;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to do about a database file that cannot be opened. */
class StoreFailureAnalyzer extends AbstractFailureAnalyzer<StoreOpenException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, StoreOpenException cause) {
		String action = cause.inUse()
				? "Stop the other process, or give this node a data directory of its own: raft.data-dir."
				: "If the file is damaged, delete it and start again: the node rebuilds it from its log. "
						+ "Delete nothing else in the data directory.";
		return new FailureAnalysis(cause.getMessage() + ": " + rootFailure.getMessage(), action, cause);
	}

}
