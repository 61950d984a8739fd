package io.raftboot.core.snapshot;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** An open snapshot; one thread at a time. */
public interface SnapshotReader extends Closeable {

	SnapshotFile file();

	/**
	 * Reads bytes of the file as it is, header included, to be sent to another node.
	 * @return how many, 0 at the end
	 */
	int read(long offset, ByteBuffer target) throws IOException;

	/**
	 * The content that was written, from its start, every chunk's checksum verified
	 * before it is handed out.
	 */
	InputStream content() throws IOException;

	@Override
	void close() throws IOException;

}
