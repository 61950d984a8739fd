package io.raftboot.core.node;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import io.raftboot.core.io.Disk;
import io.raftboot.core.io.DiskFile;
import io.raftboot.core.node.KillPoint.When;

/**
 * The real disk of a process that is to be killed at one of the changes it makes there:
 * tells each change before it happens, and at that one asks to be killed and stands still
 * for good. Changes happen one at a time, so that no other is half done then.
 */
final class KillingDisk implements Disk {

	/** Asks whoever reads it to kill this process. */
	static final String KILL_ME = "kill me";

	private static final int SECTOR_BYTES = 512;

	private final Disk real = Disk.system();

	private final Path root;

	private final String armedBy;

	private final KillPoint point;

	private final Consumer<String> report;

	/** By their name now: the log renames its segments while they are open. */
	private final Map<Path, KillingFile> open = new ConcurrentHashMap<>();

	private boolean armed;

	private int steps;

	/**
	 * A disk that begins to count at the first change whose text contains this.
	 * @param root what paths are told relative to
	 */
	KillingDisk(Path root, String armedBy, KillPoint point, Consumer<String> report) {
		this.root = root;
		this.armedBy = armedBy;
		this.point = point;
		this.report = report;
	}

	private synchronized void change(String kind, Path path, Change half, Change whole) throws IOException {
		String text = kind + " " + (path.equals(this.root) ? "." : this.root.relativize(path));
		this.armed |= text.contains(this.armedBy);
		if (!this.armed) {
			whole.make();
			return;
		}
		this.steps++;
		this.report.accept(text);
		if (this.steps != this.point.step()) {
			whole.make();
			return;
		}
		if (this.point.when() == When.HALFWAY) {
			half.make();
		}
		else if (this.point.when() == When.AFTER) {
			whole.make();
		}
		this.report.accept(KILL_ME);
		while (true) {
			LockSupport.park(this); // with the lock: nothing changes any more
		}
	}

	private void change(String kind, Path path, Change whole) throws IOException {
		change(kind, path, () -> {
		}, whole);
	}

	@Override
	public DiskFile open(Path file, boolean create) throws IOException {
		if (create && !this.real.exists(file)) {
			change("create", file, () -> this.real.open(file, true).close());
		}
		KillingFile opened = new KillingFile(file, this.real.open(file, create));
		this.open.put(file, opened);
		return opened;
	}

	@Override
	public DiskFile openForRead(Path file) throws IOException {
		return this.real.openForRead(file);
	}

	@Override
	public void rename(Path from, Path to) throws IOException {
		change("rename to", to, () -> this.real.rename(from, to));
		KillingFile renamed = this.open.remove(from);
		if (renamed != null) {
			renamed.path = to;
			this.open.put(to, renamed);
		}
	}

	@Override
	public void forceDirectory(Path directory) throws IOException {
		change("force directory", directory, () -> this.real.forceDirectory(directory));
	}

	@Override
	public List<String> list(Path directory) throws IOException {
		return this.real.list(directory);
	}

	@Override
	public void delete(Path file) throws IOException {
		if (this.real.exists(file)) {
			change("delete", file, () -> this.real.delete(file));
		}
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
		return this.real.usableBytes(directory);
	}

	@Override
	public Closeable lock(Path lockFile) throws IOException {
		return this.real.lock(lockFile);
	}

	/** What is done to the disk. */
	private interface Change {

		void make() throws IOException;

	}

	private final class KillingFile implements DiskFile {

		private volatile Path path;

		private final DiskFile file;

		KillingFile(Path path, DiskFile file) {
			this.path = path;
			this.file = file;
		}

		@Override
		public void write(ByteBuffer source, long position) throws IOException {
			// A write that is cut short ends with a whole sector, on a disk and in the
			// page
			// cache
			long end = (position + source.remaining() / 2) / SECTOR_BYTES * SECTOR_BYTES;
			int bytes = (int) Math.max(0, end - position);
			ByteBuffer half = source.duplicate().limit(source.position() + bytes);
			change("write", this.path, () -> this.file.write(half, position), () -> this.file.write(source, position));
		}

		@Override
		public int read(ByteBuffer target, long position) throws IOException {
			return this.file.read(target, position);
		}

		@Override
		public void force() throws IOException {
			change("force", this.path, this.file::force);
		}

		@Override
		public long size() throws IOException {
			return this.file.size();
		}

		@Override
		public void truncate(long size) throws IOException {
			change("truncate", this.path, () -> this.file.truncate(size));
		}

		@Override
		public void close() throws IOException {
			KillingDisk.this.open.remove(this.path, this);
			this.file.close();
		}

	}

}
