package io.raftboot.core.snapshot;

import java.nio.ByteBuffer;
import java.util.Arrays;

import io.raftboot.core.io.DiskFile;

/** A file in memory; closing it changes nothing. For any thread. */
final class MemoryDiskFile implements DiskFile {

	private byte[] bytes = new byte[1024];

	private int size;

	@Override
	public synchronized void write(ByteBuffer source, long position) {
		int end = Math.toIntExact(position + source.remaining());
		if (end > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(end, (int) Math.min(Integer.MAX_VALUE - 8, 2L * end)));
		}
		source.get(this.bytes, (int) position, source.remaining());
		this.size = Math.max(this.size, end);
	}

	@Override
	public synchronized int read(ByteBuffer target, long position) {
		int bytes = (int) Math.max(0, Math.min(target.remaining(), this.size - position));
		if (bytes > 0) {
			target.put(this.bytes, (int) position, bytes);
		}
		return bytes;
	}

	@Override
	public void force() {
	}

	@Override
	public synchronized long size() {
		return this.size;
	}

	@Override
	public synchronized void truncate(long size) {
		this.size = (int) Math.min(this.size, size);
	}

	@Override
	public void close() {
	}

}
