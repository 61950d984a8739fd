package io.raftboot.test.disk;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.raftboot.core.io.Disk;
import io.raftboot.core.io.DiskFile;

/**
 * Another disk, whose forces take as long as it is told. For any thread.
 */
public final class SlowDisk implements Disk {

	private final Disk target;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private long forceNanos;

	/** As fast as the other one, until it is told otherwise. */
	public SlowDisk(Disk target) {
		this.target = target;
	}

	/**
	 * How much longer every force of a file or directory takes from now on, those that
	 * are going on included; zero for no longer.
	 */
	public void forceTime(Duration time) {
		if (time.isNegative()) {
			throw new IllegalArgumentException("A force cannot take " + time);
		}
		this.lock.lock();
		try {
			this.forceNanos = time.toNanos();
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void delay() throws InterruptedIOException {
		long begin = System.nanoTime();
		this.lock.lock();
		try {
			long left = this.forceNanos;
			while (left > 0) {
				this.changed.awaitNanos(left);
				left = this.forceNanos - (System.nanoTime() - begin);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("Interrupted during a force");
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public DiskFile open(Path file, boolean create) throws IOException {
		return new SlowFile(this.target.open(file, create));
	}

	@Override
	public DiskFile openForRead(Path file) throws IOException {
		return this.target.openForRead(file);
	}

	@Override
	public void rename(Path from, Path to) throws IOException {
		this.target.rename(from, to);
	}

	@Override
	public void forceDirectory(Path directory) throws IOException {
		delay();
		this.target.forceDirectory(directory);
	}

	@Override
	public List<String> list(Path directory) throws IOException {
		return this.target.list(directory);
	}

	@Override
	public void delete(Path file) throws IOException {
		this.target.delete(file);
	}

	@Override
	public boolean exists(Path file) throws IOException {
		return this.target.exists(file);
	}

	@Override
	public void createDirectories(Path directory) throws IOException {
		this.target.createDirectories(directory);
	}

	@Override
	public long usableBytes(Path directory) throws IOException {
		return this.target.usableBytes(directory);
	}

	@Override
	public Closeable lock(Path lockFile) throws IOException {
		return this.target.lock(lockFile);
	}

	/** A file of the other disk. */
	private final class SlowFile implements DiskFile {

		private final DiskFile file;

		SlowFile(DiskFile file) {
			this.file = file;
		}

		@Override
		public void write(ByteBuffer source, long position) throws IOException {
			this.file.write(source, position);
		}

		@Override
		public int read(ByteBuffer target, long position) throws IOException {
			return this.file.read(target, position);
		}

		@Override
		public void force() throws IOException {
			delay();
			this.file.force();
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

}
