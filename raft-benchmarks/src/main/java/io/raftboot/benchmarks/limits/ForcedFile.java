package io.raftboot.benchmarks.limits;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A preallocated file that is overwritten block by block, each write forced: the least a
 * log does for a durable append. For one thread.
 */
final class ForcedFile implements AutoCloseable {

	static final int BLOCK_BYTES = 4096;

	private static final int BLOCKS = 4096;

	private final Path path;

	private final FileChannel channel;

	private final ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);

	private long writes;

	ForcedFile(Path path) throws IOException {
		this.path = path;
		this.channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
		preallocate();
	}

	private void preallocate() throws IOException {
		ByteBuffer filling = ByteBuffer.allocateDirect(1 << 20);
		long bytes = (long) BLOCKS * BLOCK_BYTES;
		for (long position = 0; position < bytes; position += filling.capacity()) {
			filling.clear();
			while (filling.hasRemaining()) {
				this.channel.write(filling, position + filling.position());
			}
		}
		this.channel.force(true);
	}

	/** Overwrites the next block and forces it. */
	void overwrite() throws IOException {
		long position = (this.writes % BLOCKS) * BLOCK_BYTES;
		this.writes++;
		this.block.clear();
		this.block.putLong(0, this.writes);
		while (this.block.hasRemaining()) {
			this.channel.write(this.block, position + this.block.position());
		}
		this.channel.force(false);
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
		Files.deleteIfExists(this.path);
	}

}
