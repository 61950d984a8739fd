package io.raftboot.benchmarks.load;

import java.nio.ByteBuffer;

import io.raftboot.benchmarks.cluster.Completion;

/** What a {@link ClosedLoop} does over and over. */
@FunctionalInterface
public interface Operation {

	/**
	 * Starts the operation. May throw instead of completing.
	 * @param command bytes that start with an id no other operation has, unchanged until
	 * completion
	 */
	void start(ByteBuffer command, Completion completion);

}
