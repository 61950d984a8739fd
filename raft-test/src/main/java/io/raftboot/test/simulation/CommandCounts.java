package io.raftboot.test.simulation;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * A command is executed as often as a client sent it at most: nobody may send one again
 * whose outcome is not known.
 */
final class CommandCounts {

	/** By content: how often it was sent and not executed. */
	private final Map<ByteBuffer, Integer> left = new HashMap<>();

	/** A client sends it. */
	void sent(byte[] command) {
		this.left.merge(ByteBuffer.wrap(command), 1, Integer::sum);
	}

	/** It was executed at an index where no machine has executed one before. */
	void executed(ByteBuffer command, long index) {
		Integer count = this.left.get(command);
		if (count == null || count == 0) {
			throw new BrokenLaw("The command at index " + index
					+ ((count == null) ? " was never sent" : " is executed more often than it was sent"));
		}
		this.left.merge(command, -1, Integer::sum);
	}

}
