package io.raftboot.core.snapshot;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Name of a snapshot file: {@code <index, 20 digits>-<term, 20 digits>.snap}. The order
 * of names is that of snapshots, by index and then by term.
 *
 * @param index index of the last entry the snapshot covers
 * @param term term of that entry
 */
record SnapshotName(long index, long term) implements Comparable<SnapshotName> {

	static final String SUFFIX = ".snap";

	/** Behind the name while this node writes the snapshot. */
	static final String WRITING = ".tmp";

	/** Behind the name while it is received. */
	static final String RECEIVING = ".part";

	/** Behind the name when it turned out not to be what was written. */
	static final String DAMAGED = ".damaged";

	private static final int LENGTH = 20 + 1 + 20 + SUFFIX.length();

	static SnapshotName of(SnapshotFile snapshot) {
		return new SnapshotName(snapshot.meta().index(), snapshot.meta().term());
	}

	/** The name in this text, {@code null} if it is no snapshot's. */
	static @Nullable SnapshotName parse(String text) {
		if (text.length() != LENGTH || !text.endsWith(SUFFIX) || text.charAt(20) != '-') {
			return null;
		}
		try {
			SnapshotName name = new SnapshotName(Long.parseLong(text, 0, 20, 10), Long.parseLong(text, 21, 41, 10));
			return name.toString().equals(text) ? name : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	@Override
	public int compareTo(SnapshotName other) {
		int order = Long.compare(this.index, other.index);
		return (order != 0) ? order : Long.compare(this.term, other.term);
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "%020d-%020d%s", this.index, this.term, SUFFIX);
	}

}
