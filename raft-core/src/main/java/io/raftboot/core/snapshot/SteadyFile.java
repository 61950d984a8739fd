package io.raftboot.core.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;

import io.raftboot.core.io.DiskFile;

/**
 * A file that is forced step by step while it is written. A large one forced only at its
 * end would fill the disk's queue, and every force of the log would wait behind it.
 */
final class SteadyFile implements DiskFile {

	/** Forced whenever so much was written. */
	static final int STEP_BYTES = 1 << 20;

	private final DiskFile file;

	private long unforcedBytes;

	SteadyFile(DiskFile file) {
		this.file = file;
	}

	@Override
	public void write(ByteBuffer source, long position) throws IOException {
		this.unforcedBytes += source.remaining();
		this.file.write(source, position);
		if (this.unforcedBytes >= STEP_BYTES) {
			force();
		}
	}

	@Override
	public void force() throws IOException {
		this.file.force();
		this.unforcedBytes = 0;
	}

	@Override
	public int read(ByteBuffer target, long position) throws IOException {
		return this.file.read(target, position);
	}

	@Override
	public long size() throws IOException {
		return this.file.size();
	}

	@Override
	public void truncate(long size) throws IOException {
		this.file.truncate(size);
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

}
