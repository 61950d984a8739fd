package io.raftboot.test.scenario;

import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.model.EntryBatch;
import org.jspecify.annotations.Nullable;

/**
 * A state machine that keeps the list of all commands it was given, so that one that came
 * twice or not at all shows. Applies what is committed and durable at once, unless told
 * to wait.
 */
final class Applier {

	private final Node node;

	private final List<Applied> applied = new ArrayList<>();

	private long index;

	private boolean holding;

	private long granted;

	private @Nullable NodeSnapshot installing;

	/** A command that was applied. */
	record Applied(long index, String label) {
	}

	Applier(Node node) {
		this.node = node;
	}

	long index() {
		return this.index;
	}

	List<Applied> applied() {
		return this.applied;
	}

	List<String> labels() {
		return this.applied.stream().map(Applied::label).toList();
	}

	/** What it had applied at this index. */
	List<Applied> appliedAt(long index) {
		return this.applied.stream().filter((command) -> command.index() <= index).toList();
	}

	void hold() {
		this.holding = true;
		this.granted = 0;
	}

	void allow(long entries) {
		this.granted = entries;
	}

	void resume() {
		this.holding = false;
	}

	/** Takes over the state of a snapshot; null is the state before everything. */
	void reset(long index, List<Applied> state) {
		this.applied.clear();
		this.applied.addAll(state);
		this.index = index;
		this.installing = null;
	}

	/** The state is to be that of a snapshot; takes effect when it may work. */
	void install(NodeSnapshot snapshot) {
		this.installing = snapshot;
	}

	/** Applies what it may; whether there was anything. */
	boolean progress() {
		NodeSnapshot snapshot = this.installing;
		if (snapshot != null && (!this.holding || this.granted > 0)) {
			this.node.cluster().invariants().installed(this.node, this.index, snapshot);
			reset(snapshot.index(), snapshot.applied());
			this.node.says("took over the state of snapshot " + this.index);
			this.node.core().onApplied(this.index);
			return true;
		}
		if (snapshot != null) {
			return false;
		}
		long target = Math.min(this.node.core().commitIndex(), this.node.core().durableIndex());
		if (this.holding) {
			target = Math.min(target, this.index + this.granted);
			this.granted = 0;
		}
		if (target <= this.index) {
			return false;
		}
		while (this.index < target) {
			EntryBatch entry = this.node.log().entry(this.index + 1);
			this.index++;
			this.node.cluster().invariants().applied(this.node, this.index, entry);
			String label = EntryLog.label(entry);
			if (label != null) {
				this.applied.add(new Applied(this.index, label));
			}
		}
		this.node.says("applied up to " + this.index);
		this.node.core().onApplied(this.index);
		return true;
	}

}
