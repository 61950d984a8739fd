package io.raftboot.core.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

import io.raftboot.core.io.Disk;
import io.raftboot.core.model.NodeId;

import org.jspecify.annotations.Nullable;

/**
 * Log and meta of one node in a directory: {@code LOCK}, {@code meta} and {@code log/}.
 * Log and meta share one failure: if one of them could not write, neither does any more.
 * <p>
 * Opening reads everything before it changes anything, so that a directory it refuses
 * stays as it was. Whoever writes must do so on threads nobody interrupts, as an
 * interrupt closes the file under the writer.
 */
public final class FileStorage implements Storage {

	/** Version of the files this class writes. */
	public static final int FORMAT_VERSION = MetaRecord.VERSION;

	private final Disk disk;

	private final Path directory;

	private final Closeable lock;

	private final MetaFile metaFile;

	private final SegmentedLog log;

	private final StoreFailure failure;

	private final @Nullable ForceProbe forceProbe;

	private final MetaStore meta = new WatermarkedMeta();

	private boolean closed;

	FileStorage(Disk disk, Path directory, Closeable lock, MetaFile metaFile, SegmentedLog log, StoreFailure failure,
			@Nullable ForceProbe forceProbe) {
		this.disk = disk;
		this.directory = directory;
		this.lock = lock;
		this.metaFile = metaFile;
		this.log = log;
		this.failure = failure;
		this.forceProbe = forceProbe;
	}

	/**
	 * Opens a directory, making it if it does not exist. May take as long as reading all
	 * of the log does.
	 * @param initial what meta holds in a new directory; in any other the disk wins
	 * @throws io.raftboot.core.io.DirectoryLockedException if a node uses the directory
	 * @throws CorruptLogException if something in it was not left by a crash
	 * @throws UnsupportedLogException if another version wrote it
	 * @throws io.raftboot.core.io.DiskFullException if there is no room for a first
	 * segment
	 */
	public static FileStorage open(Disk disk, Path directory, Meta initial, FileStorageOptions options)
			throws IOException {
		return FileStorageOpening.open(disk, directory, initial, options);
	}

	/**
	 * The node whose log and meta this directory holds, {@code null} if it holds none.
	 * Takes no lock and changes nothing.
	 * @throws CorruptLogException if it cannot be known
	 * @throws UnsupportedLogException if another version wrote it
	 */
	public static @Nullable NodeId owner(Disk disk, Path directory) throws IOException {
		return disk.exists(directory.resolve(MetaFile.NAME)) ? MetaFile.read(disk, directory).nodeId() : null;
	}

	@Override
	public MetaStore meta() {
		return this.meta;
	}

	@Override
	public LogStore log() {
		return this.log;
	}

	@Override
	public OptionalLong freeBytes() {
		try {
			return OptionalLong.of(this.disk.usableBytes(this.directory));
		}
		catch (IOException ex) {
			return OptionalLong.empty();
		}
	}

	/** How long a force took at the start, {@code null} if it was not measured. */
	public @Nullable ForceProbe forceProbe() {
		return this.forceProbe;
	}

	@Override
	public void close() throws IOException {
		if (this.closed) {
			return;
		}
		this.closed = true;
		boolean interrupted = Thread.interrupted();
		try (this.lock; this.metaFile; this.log) {
			if (!this.failure.isPoisoned()) {
				this.log.force();
				this.metaFile.store(watermarked(this.metaFile.current()).withCleanShutdown(true));
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private Meta watermarked(Meta meta) {
		return meta.withDurableBatchNumber(this.log.durableBatchNumber());
	}

	/**
	 * Each write of meta takes along how far the log is durable. One that names a new
	 * snapshot forces the log before: what the snapshot covers is never missing later,
	 * and a frame that a crash tears afterwards is not taken for one that was durable.
	 */
	private final class WatermarkedMeta implements MetaStore {

		@Override
		public Meta current() {
			return FileStorage.this.metaFile.current();
		}

		@Override
		public void store(Meta meta) throws IOException {
			if (meta.snapshotIndex() != current().snapshotIndex()) {
				FileStorage.this.log.force();
			}
			FileStorage.this.metaFile
				.store(watermarked(meta).withCleanShutdown(false).withLowestLiveSegment(current().lowestLiveSegment()));
		}

	}

}
