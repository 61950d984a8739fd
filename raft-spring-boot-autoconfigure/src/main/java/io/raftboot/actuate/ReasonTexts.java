package io.raftboot.actuate;

import java.util.List;
import java.util.stream.Collectors;

import io.raftboot.core.model.Divergence;
import io.raftboot.core.node.RaftStatus;

/** Says in sentences why a node is not healthy. */
public final class ReasonTexts {

	private ReasonTexts() {
	}

	/**
	 * A sentence for each reason.
	 * @param status what the node knows of itself
	 * @param reasons what is said of it
	 * @return the sentences, in the order of the reasons
	 */
	public static List<String> of(RaftStatus status, List<HealthReason> reasons) {
		return reasons.stream().map((reason) -> of(status, reason)).toList();
	}

	private static String of(RaftStatus status, HealthReason reason) {
		return switch (reason) {
			case NODE_FAILED ->
				(status.failure() != null) ? reason.description() + ": " + status.failure() : reason.description();
			case STATE_DIFFERS -> reason.description() + ": " + texts(status, Divergence.Verdict.MINORITY);
			case DIVERGED -> reason.description() + ": " + texts(status, Divergence.Verdict.TIE);
			case CATCHING_UP -> (status.catchUpIndex() > 0L)
					? reason.description() + ": entry " + status.appliedIndex() + " of " + status.catchUpIndex()
					: reason.description();
			case DISK_LOW -> status.diskFull() ? reason.description() + ": the log cannot grow" : reason.description();
			case FSYNC_SLOW ->
				reason.description() + ": " + Units.millis(status.recentForces().meanNanos()) + " ms on average lately";
			default -> reason.description();
		};
	}

	private static String texts(RaftStatus status, Divergence.Verdict verdict) {
		return status.divergences()
			.stream()
			.filter((known) -> known.verdict(status.nodeId()) == verdict)
			.map(Divergence::text)
			.collect(Collectors.joining("; "));
	}

}
