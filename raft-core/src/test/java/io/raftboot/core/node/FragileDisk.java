package io.raftboot.core.node;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;

import io.raftboot.core.io.Disk;
import io.raftboot.core.io.DiskFile;
import io.raftboot.core.io.DiskFullException;
import org.jspecify.annotations.Nullable;

/**
 * The real disk, which can be told to fail its forces, to hold them up, to be full, or to
 * do nothing any more after some operations, as if the process had been killed there.
 */
final class FragileDisk implements Disk {

	private final Disk real = Disk.system();

	volatile boolean failingForces;

	volatile boolean full;

	/** How many files it had no room for. */
	final AtomicInteger refusals = new AtomicInteger();

	/** Reads of so many bytes from there fail. */
	volatile BiPredicate<Long, Integer> failingReads = (position, bytes) -> false;

	private volatile @Nullable CountDownLatch stall;

	private volatile @Nullable AtomicInteger operationsLeft;

	/**
	 * Fails everything that would change this disk or the other after so many more of it.
	 */
	void dieAfter(int operations, FragileDisk other) {
		this.operationsLeft = new AtomicInteger(operations);
		other.operationsLeft = this.operationsLeft;
	}

	boolean isDead() {
		AtomicInteger left = this.operationsLeft;
		return left != null && left.get() < 0;
	}

	private void operate() throws IOException {
		AtomicInteger left = this.operationsLeft;
		if (left != null && left.decrementAndGet() < 0) {
			throw new IOException("killed on purpose");
		}
	}

	/** Holds up every force until {@link #flow}. */
	void stall() {
		this.stall = new CountDownLatch(1);
	}

	void flow() {
		CountDownLatch latch = this.stall;
		this.stall = null;
		if (latch != null) {
			latch.countDown();
		}
	}

	@Override
	public DiskFile open(Path file, boolean create) throws IOException {
		if (create && this.full) {
			this.refusals.incrementAndGet();
			throw new DiskFullException("No space left for " + file);
		}
		if (create) {
			operate();
		}
		return new FragileFile(this.real.open(file, create));
	}

	@Override
	public DiskFile openForRead(Path file) throws IOException {
		return this.real.openForRead(file);
	}

	@Override
	public void rename(Path from, Path to) throws IOException {
		operate();
		this.real.rename(from, to);
	}

	@Override
	public void forceDirectory(Path directory) throws IOException {
		operate();
		this.real.forceDirectory(directory);
	}

	@Override
	public List<String> list(Path directory) throws IOException {
		return this.real.list(directory);
	}

	@Override
	public void delete(Path file) throws IOException {
		operate();
		this.real.delete(file);
	}

	@Override
	public boolean exists(Path file) throws IOException {
		return this.real.exists(file);
	}

	@Override
	public void createDirectories(Path directory) throws IOException {
		this.real.createDirectories(directory);
	}

	@Override
	public long usableBytes(Path directory) throws IOException {
		return this.full ? 0 : this.real.usableBytes(directory);
	}

	@Override
	public Closeable lock(Path lockFile) throws IOException {
		return this.real.lock(lockFile);
	}

	private final class FragileFile implements DiskFile {

		private final DiskFile file;

		FragileFile(DiskFile file) {
			this.file = file;
		}

		@Override
		public void write(ByteBuffer source, long position) throws IOException {
			operate();
			this.file.write(source, position);
		}

		@Override
		public int read(ByteBuffer target, long position) throws IOException {
			if (FragileDisk.this.failingReads.test(position, target.remaining())) {
				throw new IOException("read failed on purpose");
			}
			return this.file.read(target, position);
		}

		@Override
		public void force() throws IOException {
			CountDownLatch latch = FragileDisk.this.stall;
			if (latch != null) {
				try {
					latch.await();
				}
				catch (InterruptedException ex) {
					throw new IOException(ex);
				}
			}
			if (FragileDisk.this.failingForces) {
				throw new IOException("force failed on purpose");
			}
			operate();
			this.file.force();
		}

		@Override
		public long size() throws IOException {
			return this.file.size();
		}

		@Override
		public void truncate(long size) throws IOException {
			operate();
			this.file.truncate(size);
		}

		@Override
		public void close() throws IOException {
			this.file.close();
		}

	}

}
