package io.raftboot.benchmarks.limits;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A preallocated file that is written again from its beginning when it is full: the
 * cheapest durable append there is, and nothing that could be read back. For one thread.
 */
final class BareLog implements AutoCloseable {

	private static final int BYTES = 1 << 26;

	private final FileChannel channel;

	private long position;

	BareLog(Path path) throws IOException {
		this.channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
		ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
		for (long filled = 0; filled < BYTES; filled += zeros.capacity()) {
			write(zeros.clear(), filled);
		}
		this.channel.force(true);
	}

	/** Writes from position to limit and forces it. */
	void append(ByteBuffer content) throws IOException {
		int length = content.remaining();
		if (this.position + length > BYTES) {
			this.position = 0;
		}
		write(content, this.position);
		this.position += length;
		this.channel.force(false);
	}

	private void write(ByteBuffer content, long position) throws IOException {
		long next = position;
		while (content.hasRemaining()) {
			next += this.channel.write(content, next);
		}
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

}
