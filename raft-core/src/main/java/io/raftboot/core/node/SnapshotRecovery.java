package io.raftboot.core.node;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionException;

import io.raftboot.core.log.Meta;
import io.raftboot.core.log.RecoveredLog;
import io.raftboot.core.log.Storage;
import io.raftboot.core.model.HardState;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.SnapshotMeta;
import io.raftboot.core.node.RaftStartException.Reason;
import io.raftboot.core.snapshot.SnapshotFile;
import io.raftboot.core.snapshot.SnapshotStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the newest snapshot and the log together before a node takes part, whatever a
 * crash left of taking or installing one. A log is kept beside a snapshot only if its
 * entry at the snapshot's index has the snapshot's term; and a log that begins behind a
 * snapshot that is not there is never used.
 */
final class SnapshotRecovery {

	private static final Logger logger = LoggerFactory.getLogger(SnapshotRecovery.class);

	private SnapshotRecovery() {
	}

	/**
	 * Decides which log goes with the newest snapshot.
	 * @throws RaftStartException if entries are missing between the two
	 */
	static Recovered recover(NodeId self, Storage storage, SnapshotStore snapshots) {
		RecoveredLog log = storage.log().recovered();
		SnapshotFile newest = snapshots.newest();
		long snapshotIndex = (newest != null) ? newest.meta().index() : 0L;
		Meta meta = storage.meta().current();
		boolean fits = newest == null || termOf(log, snapshotIndex) == newest.meta().term();
		boolean older = meta.snapshotIndex() > snapshotIndex;
		if (log.firstIndex() > snapshotIndex + 1 || (older && !fits)) {
			throw new RaftStartException(Reason.CORRUPT, missing(self, log, snapshotIndex, meta));
		}
		if (older) {
			logger.warn("{}: the snapshot at entry {} is gone; the log goes back far enough to do without it", self,
					meta.snapshotIndex());
		}
		if (fits) {
			return new Recovered(log, snapshots, newest);
		}
		try {
			return new Recovered(replaceLog(self, storage, newest.meta(), log), snapshots, newest);
		}
		catch (IOException ex) {
			throw new RaftStartException(Reason.DIRECTORY_UNUSABLE,
					"The log cannot be begun behind the snapshot at entry " + snapshotIndex + ": " + ex.getMessage(),
					ex);
		}
	}

	private static String missing(NodeId self, RecoveredLog log, long snapshotIndex, Meta meta) {
		return "The log of node " + self + " begins at entry " + log.firstIndex() + ", and "
				+ ((snapshotIndex == 0L) ? "there is no snapshot"
						: "the newest snapshot ends at entry " + snapshotIndex)
				+ ": the snapshot at entry " + meta.snapshotIndex() + " of term " + meta.snapshotTerm()
				+ " is missing or damaged. Put it back, or remove this node from the cluster and join it anew"
				+ " with an empty data directory";
	}

	/** What an interrupted install left to do. */
	private static RecoveredLog replaceLog(NodeId self, Storage storage, SnapshotMeta snapshot, RecoveredLog log)
			throws IOException {
		logger.info("{}: the log {}..{} does not reach the snapshot at entry {} of term {}, which takes its place",
				self, log.firstIndex(), log.lastIndex(), snapshot.index(), snapshot.term());
		Meta meta = storage.meta().current();
		if (meta.hardState().term() < snapshot.term()) {
			// The file may have been durable before the term in which it came.
			meta = meta.withHardState(new HardState(snapshot.term(), null));
		}
		storage.meta().store(meta.withSnapshot(snapshot.index(), snapshot.term()));
		storage.log().reset(snapshot.index(), snapshot.term());
		return new RecoveredLog(snapshot.index() + 1, snapshot.term(), snapshot.index(), List.of(), List.of());
	}

	/** Term of an entry, 0 if the log does not know it. */
	static long termOf(RecoveredLog log, long index) {
		if (index == log.firstIndex() - 1) {
			return log.previousTerm();
		}
		long term = 0L;
		if (index >= log.firstIndex() && index <= log.lastIndex()) {
			for (RecoveredLog.TermRun run : log.runs()) {
				if (run.firstIndex() <= index) {
					term = run.term();
				}
			}
		}
		return term;
	}

	/**
	 * Gives the machines what the snapshot has for them, on the applier, and waits.
	 * @throws RaftStartException if they do not take it
	 */
	static void restore(Recovered recovered, NodeParts parts, DutyRunner applier) {
		SnapshotFile newest = recovered.snapshot();
		if (newest == null) {
			return;
		}
		try {
			Installation installation = new Installation(recovered.snapshots().read(newest), null);
			parts.applier.install(new ApplyItem(installation));
			parts.wakeApplier.run();
			applier.await(installation.done());
		}
		catch (IOException ex) {
			throw new RaftStartException(Reason.CORRUPT,
					"The snapshot at entry " + newest.meta().index() + " cannot be read: " + ex.getMessage(), ex);
		}
		catch (CompletionException ex) {
			throw new RaftStartException(Reason.STATE_MACHINE, "The state machines cannot be restored from the"
					+ " snapshot at entry " + newest.meta().index() + ": " + ex.getCause().getMessage(), ex.getCause());
		}
	}

}
