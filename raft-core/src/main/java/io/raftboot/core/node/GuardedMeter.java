package io.raftboot.core.node;

import java.util.concurrent.atomic.AtomicBoolean;

import io.raftboot.core.model.NodeId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what a meter throws from the threads of the node, on which it would end the node
 * or leave a call without its end. For any thread.
 */
final class GuardedMeter implements NodeMeter {

	private static final Logger logger = LoggerFactory.getLogger(GuardedMeter.class);

	private final NodeMeter target;

	private final AtomicBoolean said = new AtomicBoolean();

	GuardedMeter(NodeMeter target) {
		this.target = target;
	}

	private void failed(RuntimeException failure) {
		if (this.said.compareAndSet(false, true)) {
			logger.warn("{} failed, and nothing is said when it does so again", this.target, failure);
		}
	}

	@Override
	public void commandEnded(CallOutcome outcome, long nanos) {
		try {
			this.target.commandEnded(outcome, nanos);
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	@Override
	public void readEnded(Consistency consistency, CallOutcome outcome, long nanos) {
		try {
			this.target.readEnded(consistency, outcome, nanos);
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	@Override
	public void batchCommitted(long nanos) {
		try {
			this.target.batchCommitted(nanos);
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	@Override
	public void batchApplied(int entries, long nanos) {
		try {
			this.target.batchApplied(entries, nanos);
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	@Override
	public void sessionsKept(int sessions, int keys) {
		try {
			this.target.sessionsKept(sessions, keys);
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	@Override
	public void logAppended(long nanos) {
		try {
			this.target.logAppended(nanos);
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	@Override
	public void logForced(long nanos) {
		try {
			this.target.logForced(nanos);
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	@Override
	public void entriesSent(NodeId peer, int entries, int bytes) {
		try {
			this.target.entriesSent(peer, entries, bytes);
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	@Override
	public void entriesReplicated(NodeId peer, long nanos) {
		try {
			this.target.entriesReplicated(peer, nanos);
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	@Override
	public void heartbeatAnswered(NodeId peer, long nanos) {
		try {
			this.target.heartbeatAnswered(peer, nanos);
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	@Override
	public void electionEnded(ElectionOutcome outcome, long nanos) {
		try {
			this.target.electionEnded(outcome, nanos);
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	@Override
	public void transferEnded(CallOutcome outcome) {
		try {
			this.target.transferEnded(outcome);
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	@Override
	public void snapshotEnded(SnapshotOperation operation, boolean successful, long nanos) {
		try {
			this.target.snapshotEnded(operation, successful, nanos);
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

}
