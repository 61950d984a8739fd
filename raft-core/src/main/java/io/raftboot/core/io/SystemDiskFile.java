package io.raftboot.core.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A file of the operating system. */
final class SystemDiskFile implements DiskFile, DirectDiskFile.Blocks {

	private final FileChannel channel;

	SystemDiskFile(FileChannel channel) {
		this.channel = channel;
	}

	@Override
	public void write(ByteBuffer source, long position) throws IOException {
		long at = position;
		try {
			while (source.hasRemaining()) {
				at += this.channel.write(source, at);
			}
		}
		catch (IOException ex) {
			throw DiskFullException.translate(ex);
		}
	}

	@Override
	public int read(ByteBuffer target, long position) throws IOException {
		int total = 0;
		while (target.hasRemaining()) {
			int read = this.channel.read(target, position + total);
			if (read < 0) {
				break;
			}
			total += read;
		}
		return total;
	}

	@Override
	public void force() throws IOException {
		try {
			this.channel.force(false);
		}
		catch (IOException ex) {
			throw DiskFullException.translate(ex);
		}
	}

	@Override
	public long size() throws IOException {
		return this.channel.size();
	}

	@Override
	public void truncate(long size) throws IOException {
		this.channel.truncate(size);
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

}
