package io.raftboot.benchmarks.cluster;

import io.raftboot.core.node.RaftStatus;

/**
 * How far a node is.
 *
 * @param firstIndex lowest index in its log
 * @param lastIndex last index in its log
 * @param commitIndex up to here it knows entries to be committed
 * @param appliedIndex up to here its state machine is
 * @param snapshotIndex index of its newest snapshot
 * @param snapshotBytes size of it
 */
public record NodeView(long firstIndex, long lastIndex, long commitIndex, long appliedIndex, long snapshotIndex,
		long snapshotBytes) {

	static NodeView of(RaftStatus status) {
		return new NodeView(status.firstIndex(), status.lastIndex(), status.commitIndex(), status.appliedIndex(),
				status.snapshotIndex(), status.snapshotBytes());
	}

	/** As one line. */
	String toLine() {
		return this.firstIndex + " " + this.lastIndex + " " + this.commitIndex + " " + this.appliedIndex + " "
				+ this.snapshotIndex + " " + this.snapshotBytes;
	}

	static NodeView parse(String line) {
		String[] numbers = line.split(" ");
		return new NodeView(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]),
				Long.parseLong(numbers[3]), Long.parseLong(numbers[4]), Long.parseLong(numbers[5]));
	}

}
