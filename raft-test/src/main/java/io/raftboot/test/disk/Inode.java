package io.raftboot.test.disk;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.random.RandomGenerator;

/** The bytes of a file as everybody reads them, and as the disk holds them. */
final class Inode {

	private static final int SECTOR_BYTES = 512;

	/** The name it was given last. */
	private Path path;

	private byte[] cached = new byte[0];

	private byte[] durable = new byte[0];

	private final BitSet dirty = new BitSet();

	Inode(Path path) {
		this.path = path;
	}

	static long sectorStart(long position) {
		return position - position % SECTOR_BYTES;
	}

	Path path() {
		return this.path;
	}

	void path(Path path) {
		this.path = path;
	}

	int size() {
		return this.cached.length;
	}

	byte[] content() {
		return this.cached.clone();
	}

	void overwrite(byte[] content) {
		this.cached = content.clone();
		this.durable = content.clone();
		this.dirty.clear();
	}

	int read(ByteBuffer target, long position) {
		int bytes = (int) Math.max(0, Math.min(target.remaining(), this.cached.length - position));
		target.put(this.cached, (int) Math.min(position, this.cached.length), bytes);
		return bytes;
	}

	void write(ByteBuffer source, long position) {
		int bytes = source.remaining();
		if (bytes == 0) {
			return;
		}
		int end = Math.toIntExact(position + bytes);
		if (end > this.cached.length) {
			this.cached = Arrays.copyOf(this.cached, end);
		}
		source.get(this.cached, (int) position, bytes);
		this.dirty.set((int) position / SECTOR_BYTES, (end - 1) / SECTOR_BYTES + 1);
	}

	void truncate(long size) {
		this.cached = Arrays.copyOf(this.cached, (int) Math.min(size, this.cached.length));
		this.dirty.clear((this.cached.length + SECTOR_BYTES - 1) / SECTOR_BYTES, Integer.MAX_VALUE);
	}

	void force() {
		this.durable = Arrays.copyOf(this.durable, this.cached.length);
		for (int sector = this.dirty.nextSetBit(0); sector >= 0; sector = this.dirty.nextSetBit(sector + 1)) {
			copySector(sector, this.cached, this.durable);
		}
		this.dirty.clear();
	}

	/** The sectors are called clean, and the disk never gets them. */
	void failForce() {
		this.dirty.clear();
	}

	void losePower(RandomGenerator random) {
		byte[] left = Arrays.copyOf(this.durable,
				(this.dirty.isEmpty() || random.nextBoolean()) ? this.durable.length : this.cached.length);
		for (int sector = this.dirty.nextSetBit(0); sector >= 0; sector = this.dirty.nextSetBit(sector + 1)) {
			if (random.nextBoolean()) {
				copySector(sector, this.cached, left);
			}
		}
		overwrite(left);
	}

	private static void copySector(int sector, byte[] from, byte[] to) {
		int start = sector * SECTOR_BYTES;
		int end = Math.min(start + SECTOR_BYTES, Math.min(from.length, to.length));
		if (start < end) {
			System.arraycopy(from, start, to, start, end - start);
		}
	}

}
