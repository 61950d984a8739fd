package io.raftboot.benchmarks.microraft;

import java.nio.file.Path;

import io.microraft.persistence.RaftStore;
import io.microraft.persistence.RestoredRaftState;
import org.jspecify.annotations.Nullable;

/**
 * A store and what it held.
 *
 * @param restored null if it was empty
 */
record OpenedStore(RaftStore store, @Nullable RestoredRaftState restored) {

	/** Opens a store in a directory that exists. */
	@FunctionalInterface
	interface Opener {

		OpenedStore open(Path directory) throws Exception;

	}

}
