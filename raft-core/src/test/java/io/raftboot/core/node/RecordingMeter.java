package io.raftboot.core.node;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.raftboot.core.model.NodeId;

/** Keeps all it is told: by what happened, the times it took, or a number for each. */
final class RecordingMeter implements NodeMeter {

	private final Map<String, List<Long>> told = new ConcurrentSkipListMap<>();

	List<Long> of(String what) {
		return this.told.getOrDefault(what, List.of());
	}

	long sum(String what) {
		return of(what).stream().mapToLong(Long::longValue).sum();
	}

	/** How often something was told whose name begins like this. */
	long count(String prefix) {
		return this.told.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().startsWith(prefix))
			.mapToLong((entry) -> entry.getValue().size())
			.sum();
	}

	private void add(String what, long value) {
		this.told.computeIfAbsent(what, (name) -> new CopyOnWriteArrayList<>()).add(value);
	}

	@Override
	public void commandEnded(CallOutcome outcome, long nanos) {
		add("command " + outcome, nanos);
	}

	@Override
	public void readEnded(Consistency consistency, CallOutcome outcome, long nanos) {
		add("read " + consistency + " " + outcome, nanos);
	}

	@Override
	public void batchCommitted(long nanos) {
		add("committed", nanos);
	}

	@Override
	public void batchApplied(int entries, long nanos) {
		add("applied", nanos);
		add("entries applied", entries);
	}

	@Override
	public void sessionsKept(int sessions, int keys) {
		add("sessions", sessions);
		add("keys", keys);
	}

	@Override
	public void logAppended(long nanos) {
		add("appended", nanos);
	}

	@Override
	public void logForced(long nanos) {
		add("forced", nanos);
	}

	@Override
	public void entriesSent(NodeId peer, int entries, int bytes) {
		add("entries sent " + peer, entries);
		add("bytes sent " + peer, bytes);
	}

	@Override
	public void entriesReplicated(NodeId peer, long nanos) {
		add("replicated " + peer, nanos);
	}

	@Override
	public void heartbeatAnswered(NodeId peer, long nanos) {
		add("heartbeat " + peer, nanos);
	}

	@Override
	public void electionEnded(ElectionOutcome outcome, long nanos) {
		add("election " + outcome, nanos);
	}

	@Override
	public void transferEnded(CallOutcome outcome) {
		add("transfer " + outcome, 0L);
	}

	@Override
	public void snapshotEnded(SnapshotOperation operation, boolean successful, long nanos) {
		add("snapshot " + operation + (successful ? "" : " failed"), nanos);
	}

}
