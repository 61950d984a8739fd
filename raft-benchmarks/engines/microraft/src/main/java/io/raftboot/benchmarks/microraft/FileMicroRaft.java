package io.raftboot.benchmarks.microraft;

import io.raftboot.benchmarks.cluster.ClusterUnderTest;
import io.raftboot.benchmarks.cluster.Engine;

/**
 * MicroRaft on a plain file: what its SQLite store costs is the difference to
 * {@link SqliteMicroRaft}.
 */
public final class FileMicroRaft implements Engine {

	@Override
	public String name() {
		return "microraft-file";
	}

	@Override
	public String settings() {
		return "MicroRaft 0.7 with a store of the benchmark (appends records to one file and forces it with "
				+ "fdatasync in each flush): " + MicroRaftCluster.SETTINGS;
	}

	@Override
	public boolean isDurable() {
		return true;
	}

	@Override
	public ClusterUnderTest create() {
		return new MicroRaftCluster(name(), RecordFile::open);
	}

}
