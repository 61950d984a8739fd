package io.raftboot.benchmarks.microraft;

import io.microraft.RaftEndpoint;

/**
 * A node by its number.
 *
 * @param number from 0
 */
record Endpoint(int number) implements RaftEndpoint {

	@Override
	public Object getId() {
		return this.number;
	}

}
