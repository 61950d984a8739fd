package io.raftboot.benchmarks.microraft;

import io.raftboot.benchmarks.cluster.Engine;

/**
 * MicroRaft on a plain file: what its SQLite store costs is the difference to
 * {@link SqliteMicroRaft}.
 */
public class FileMicroRaft extends Engine {

	private static final String SETTINGS = "MicroRaft 0.7 with a store of the benchmark (appends records to one file and %s in "
			+ "each flush): " + MicroRaftCluster.SETTINGS;

	public FileMicroRaft() {
		this("microraft-file", "forces it with fdatasync", true);
	}

	FileMicroRaft(String name, String flushing, boolean forced) {
		super(name, SETTINGS.formatted(flushing), forced,
				() -> new MicroRaftCluster(name, (directory) -> RecordFile.open(directory, forced)));
	}

}
