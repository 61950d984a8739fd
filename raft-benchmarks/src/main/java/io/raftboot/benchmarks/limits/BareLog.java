package io.raftboot.benchmarks.limits;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

import io.raftboot.core.io.Disk;
import io.raftboot.core.io.DiskFile;

/**
 * A preallocated file that is written again from its beginning when it is full, past the
 * cache of the operating system where that can be done: the cheapest durable append there
 * is, and nothing that could be read back. For one thread.
 */
final class BareLog implements AutoCloseable {

	private static final int BYTES = 1 << 26;

	private static final int PAGE_BYTES = 4096;

	private final DiskFile file;

	private ByteBuffer staging = allocate(1 << 20);

	private long position;

	BareLog(Path path) throws IOException {
		this.file = Disk.system().openDirect(path, true);
		for (long filled = 0; filled < BYTES; filled += this.staging.capacity()) {
			this.file.write(this.staging.clear(), filled);
		}
		this.file.force();
	}

	/** Writes from position to limit and forces it. */
	void append(ByteBuffer content) throws IOException {
		int length = content.remaining();
		int block = this.file.blockBytes();
		int offset = (int) (this.position & (block - 1));
		int end = (offset + length + block - 1) & -block;
		if (this.position - offset + end > BYTES) {
			this.position = 0;
			offset = 0;
			end = (length + block - 1) & -block;
		}
		if (end > this.staging.capacity()) {
			this.staging = allocate(2 * end);
		}
		this.staging.clear().position(offset).put(content);
		this.file.writeDirect(this.staging.limit(end).position(offset), this.position);
		this.position += length;
		this.file.force();
	}

	private static ByteBuffer allocate(int bytes) {
		int pages = (bytes + PAGE_BYTES - 1) & -PAGE_BYTES;
		return ByteBuffer.allocateDirect(pages + PAGE_BYTES).alignedSlice(PAGE_BYTES).slice(0, pages);
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

}
