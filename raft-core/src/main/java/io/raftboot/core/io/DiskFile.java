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
	 * Unit of {@link #writeDirect}, a power of two; 1 if it does what {@link #write}
	 * does.
	 */
	default int blockBytes() {
		return 1;
	}

	/**
	 * Writes as {@link #write}, and past the cache of the operating system if it can: if
	 * the bytes end with a block of this file, in a direct buffer whose memory has its
	 * blocks where the file has them. What stands in front of the bytes in the buffer may
	 * be overwritten, up to the beginning of the block.
	 */
	default void writeDirect(ByteBuffer source, long position) throws IOException {
		write(source, position);
	}

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
