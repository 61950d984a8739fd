package io.raftboot.sample;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.NestedExceptionUtils;

/** Says what to do about a database that cannot be opened. */
class StoreFailureAnalyzer extends AbstractFailureAnalyzer<StoreOpenException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, StoreOpenException cause) {
		return new FailureAnalysis(cause.getMessage() + ": " + NestedExceptionUtils.getMostSpecificCause(cause),
				action(cause.reason()), cause);
	}

	private static String action(StoreOpenException.Reason reason) {
		return switch (reason) {
			case IN_USE ->
				"Stop the other process, or give this node a data directory of its own with 'raft.data-dir'.";
			case DIRECTORY_UNUSABLE -> "Let 'raft.data-dir' name a directory that this process may write to.";
			case UNREADABLE ->
				"If the file is damaged, delete it and start again: the node rebuilds it from its snapshot "
						+ "and its log. Delete nothing else in the data directory.";
		};
	}

}
