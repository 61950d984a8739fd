package io.raftboot.actuate;

import io.raftboot.actuate.RaftAnswer.Outcome;
import io.raftboot.actuate.RaftAnswer.Verdict;
import io.raftboot.actuate.RaftAnswer.Verification;
import io.raftboot.core.node.Consistency;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftStatus;

/**
 * Has the leader prove to a majority that it leads, and all nodes compare their states.
 * For any thread that may block.
 */
final class Verifier {

	/** How long members may take to tell their digests. */
	private static final long REPORTS_MILLIS = 3_000L;

	private final RaftNode node;

	private final StatusWatch watch;

	Verifier(RaftNode node, StatusWatch watch) {
		this.node = node;
		this.watch = watch;
	}

	RaftOutcome verify(long timeoutMillis) {
		RaftOutcome led = RaftOutcome.of(this.node.read(Consistency.LINEARIZABLE), timeoutMillis);
		if (!led.isDone()) {
			return led;
		}
		RaftOutcome checked = RaftOutcome.of(this.node.checkDigests(), timeoutMillis);
		Long index = checked.index();
		if (index == null) {
			return checked;
		}
		long reportsMillis = Math.min(timeoutMillis, REPORTS_MILLIS);
		RaftStatus status = this.watch.await((now) -> isAnswered(now, index), reportsMillis);
		Verification verification = new Verification(verdict(status, index), (led.index() != null) ? led.index() : 0L,
				status.membership().members().size(),
				(status.digestCheckIndex() >= index) ? status.digestReporters() : 0,
				RaftViewAssembler.divergences(status));
		return new RaftOutcome(Outcome.DONE, message(verification), index, verification);
	}

	private static boolean isAnswered(RaftStatus status, long index) {
		return status.digestCheckIndex() >= index
				&& (!hasDigests(status) || status.digestReporters() >= status.membership().members().size());
	}

	private static boolean hasDigests(RaftStatus status) {
		return status.machines().stream().anyMatch((machine) -> machine.digest() != null);
	}

	private static Verdict verdict(RaftStatus status, long index) {
		if (!status.divergences().isEmpty()) {
			return Verdict.DIFFERENT;
		}
		if (status.digestCheckIndex() >= index && !hasDigests(status)) {
			return Verdict.NO_DIGESTS;
		}
		return isAnswered(status, index) ? Verdict.EQUAL : Verdict.INCOMPLETE;
	}

	private static String message(Verification found) {
		String led = "A majority follows the leader; ";
		return switch (found.verdict()) {
			case EQUAL -> led + "all " + found.members() + " members have equal states";
			case DIFFERENT -> led + "states differ: see divergences";
			case INCOMPLETE -> led + found.reporters() + " of " + found.members()
					+ " members have told their digests, and nothing differs so far";
			case NO_DIGESTS -> led + "no state machine gives a digest, so that states cannot be compared";
		};
	}

}
