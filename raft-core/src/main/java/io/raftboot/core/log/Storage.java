package io.raftboot.core.log;

import java.io.Closeable;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * All that one node keeps for one group, opened together: recovery of the log needs what
 * meta knows. Opening locks the directory, closing releases it.
 */
public interface Storage extends Closeable {

	MetaStore meta();

	LogStore log();

	/** Bytes that can still be written where it lies; none if it is not in files. */
	default OptionalLong freeBytes() {
		return OptionalLong.empty();
	}

	/**
	 * Forces what is not durable yet, notes an orderly stop and releases the directory.
	 * After a failure it only releases.
	 */
	@Override
	void close() throws IOException;

}
