package io.raftboot.benchmarks.cluster;

import java.nio.ByteBuffer;

/** One running node of some engine. All but closing it is for any thread. */
public interface EngineMember extends AutoCloseable {

	boolean isLeader();

	/** Its term, -1 if the engine does not tell. */
	long term();

	/** As {@link ClusterUnderTest#propose}. */
	void propose(ByteBuffer command, Completion completion);

	/** As {@link ClusterUnderTest#read}. */
	default void read(Completion completion) {
		throw new UnsupportedOperationException("No linearizable read here");
	}

	/** Closes it the way its process would at exit, while the others go on. */
	default void leave() throws Exception {
		close();
	}

	@Override
	void close() throws Exception;

}
