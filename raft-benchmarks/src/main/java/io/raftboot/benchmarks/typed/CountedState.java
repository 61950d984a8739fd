package io.raftboot.benchmarks.typed;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;

import io.raftboot.core.statemachine.Snapshot;

/** State of a machine that counts. */
abstract class CountedState {

	long count;

	/** Captures the count. */
	public Snapshot snapshot() {
		long captured = this.count;
		return (target) -> new DataOutputStream(target).writeLong(captured);
	}

	/** Goes on from a captured count. */
	public void reset(long index, InputStream source) throws IOException {
		this.count = new DataInputStream(source).readLong();
	}

}
