package io.raftboot.core.statemachine;

import java.io.IOException;
import java.io.OutputStream;

/** A captured state that can be written while the machine goes on. */
public interface Snapshot extends AutoCloseable {

	/** Writes the state, once, on any thread. */
	void writeTo(OutputStream target) throws IOException;

	/** Releases what the capture holds. */
	@Override
	default void close() {
	}

}
