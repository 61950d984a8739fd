package io.raftboot.core.model;

/**
 * What a snapshot stands for: the state after every entry up to an index, and the
 * configuration that was committed there (Raft §7; thesis 5.1).
 *
 * @param index index of the last entry it covers
 * @param term term of that entry
 * @param membershipIndex index of the configuration's entry, at most {@code index}
 * @param configuration cluster id and members as of that entry
 */
public record SnapshotMeta(long index, long term, long membershipIndex, ConfigurationEntry configuration) {

	public SnapshotMeta {
		if (index < 1 || term < 1 || membershipIndex < 0 || membershipIndex > index) {
			throw new IllegalArgumentException(
					"No snapshot has index " + index + ", term " + term + ", configuration at " + membershipIndex);
		}
	}

}
