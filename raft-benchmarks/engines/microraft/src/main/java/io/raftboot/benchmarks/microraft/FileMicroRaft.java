package io.raftboot.benchmarks.microraft;

import io.raftboot.benchmarks.cluster.Engine;

/**
 * MicroRaft on a plain file: what its SQLite store costs is the difference to
 * {@link SqliteMicroRaft}.
 */
public final class FileMicroRaft extends Engine {

	private static final String NAME = "microraft-file";

	private static final String SETTINGS = "MicroRaft 0.7 with a store of the benchmark (appends records to one file and forces it with "
			+ "fdatasync in each flush): " + MicroRaftCluster.SETTINGS;

	public FileMicroRaft() {
		super(NAME, SETTINGS, true, () -> new MicroRaftCluster(NAME, RecordFile::open));
	}

}
