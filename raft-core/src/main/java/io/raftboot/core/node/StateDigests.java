package io.raftboot.core.node;

import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import io.raftboot.core.digest.DigestCheck;
import io.raftboot.core.digest.DigestComparison;
import io.raftboot.core.digest.DigestReport;
import io.raftboot.core.model.Divergence;
import io.raftboot.core.statemachine.StateMachineFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the digests of this node's machines when a check comes out of the log, and
 * compares what all nodes report. For the applier; {@link #seen} for any.
 */
final class StateDigests {

	private static final Logger logger = LoggerFactory.getLogger(StateDigests.class);

	private static final Seen NOTHING = new Seen(0L, new TreeMap<>(), true, 0L, 0, List.of());

	private final Machines machines;

	private final DigestComparison comparison = new DigestComparison();

	private volatile Seen seen = NOTHING;

	StateDigests(Machines machines) {
		this.machines = machines;
	}

	/** What the log has said so far. */
	Seen seen() {
		return this.seen;
	}

	/**
	 * The states are others than those that were compared: the node starts, or a snapshot
	 * took their place.
	 */
	void clear() {
		this.comparison.clear();
		this.seen = NOTHING;
	}

	void check(long index, DigestCheck check) throws IOException {
		this.machines.endBatch(index);
		SortedMap<String, Long> digests = new TreeMap<>();
		boolean some = false;
		for (Machine machine : this.machines.all()) {
			some |= take(machine, index, digests);
		}
		this.comparison.begin(index, check);
		this.seen = new Seen(index, digests, some, 0L, 0, this.comparison.divergences());
	}

	void reported(DigestReport report) {
		this.comparison.add(report);
		Seen before = this.seen;
		this.seen = new Seen(before.checkIndex(), before.digests(), before.some(), before.reports() + 1,
				this.comparison.reporters(), this.comparison.divergences());
	}

	/**
	 * Whether this machine may have digests. One that has kept more by itself than was
	 * replayed to the others has none of this entry.
	 */
	private boolean take(Machine machine, long index, SortedMap<String, Long> digests) throws IOException {
		if (machine.appliedIndex > index) {
			return true;
		}
		try {
			Long digest = machine.stateMachine.digest();
			if (digest != null) {
				digests.put(machine.name, digest);
			}
			return digest != null;
		}
		catch (StateMachineFailedException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			logger.warn("State machine '{}' cannot give a digest of its state", machine.name, ex);
			return true;
		}
	}

	/**
	 * What there is to know for other threads.
	 *
	 * @param checkIndex index of the latest check, 0 for none
	 * @param digests of this node after it
	 * @param some whether a machine of this node has digests at all
	 * @param reports how many reports came behind it
	 * @param reporters of how many nodes
	 * @param divergences what is known to differ
	 */
	record Seen(long checkIndex, SortedMap<String, Long> digests, boolean some, long reports, int reporters,
			List<Divergence> divergences) {
	}

}
