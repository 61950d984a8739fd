package io.raftboot.core.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file. Positional, so that a reader never disturbs the writer. */
public interface DiskFile extends Closeable {

	/**
	 * Writes all remaining bytes at this position; does not return before all are taken.
	 */
	void write(ByteBuffer source, long position) throws IOException;

	/**
	 * Reads into the buffer until it is full or the file ends.
	 * @return bytes read, possibly 0
	 */
	int read(ByteBuffer target, long position) throws IOException;

	/** Makes everything written durable (data and what is needed to read it back). */
	void force() throws IOException;

	long size() throws IOException;

	void truncate(long size) throws IOException;

}
