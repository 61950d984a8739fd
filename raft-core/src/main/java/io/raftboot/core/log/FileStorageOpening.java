package io.raftboot.core.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

import io.raftboot.core.io.Disk;
import io.raftboot.core.io.DiskFile;
import io.raftboot.core.io.DiskFullException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of opening a {@link FileStorage}: lock; read meta; read the whole log; only
 * then change something, first of all the note of an orderly stop.
 */
final class FileStorageOpening {

	private static final String LOCK = "LOCK";

	private static final String LOG = "log";

	private static final long FIRST_SEQUENCE = 1;

	private static final Logger logger = LoggerFactory.getLogger(FileStorage.class);

	private final Disk disk;

	private final Path directory;

	private final FileStorageOptions options;

	private final LogDirectory logDirectory;

	private final StoreFailure failure = new StoreFailure();

	private FileStorageOpening(Disk disk, Path directory, FileStorageOptions options) {
		this.disk = disk;
		this.directory = directory;
		this.options = options;
		this.logDirectory = new LogDirectory(disk, directory.resolve(LOG));
	}

	static FileStorage open(Disk disk, Path directory, Meta initial, FileStorageOptions options) throws IOException {
		Closeable lock = null;
		try {
			makeDirectories(disk, directory.toAbsolutePath().resolve(LOG));
			lock = disk.lock(directory.resolve(LOCK));
			return new FileStorageOpening(disk, directory, options).open(initial, lock);
		}
		catch (IOException | RuntimeException | Error ex) {
			if (lock != null) {
				lock.close();
			}
			if (ex instanceof FileSystemException) {
				throw new IOException("Cannot use " + directory + " as storage directory: " + ex, ex);
			}
			throw ex;
		}
	}

	/**
	 * New directories are to be found again after a crash, so their parents are forced.
	 */
	private static void makeDirectories(Disk disk, Path directory) throws IOException {
		Path existing = directory;
		while (existing != null && !disk.exists(existing)) {
			existing = existing.getParent();
		}
		disk.createDirectories(directory);
		for (Path path = directory; existing != null && !path.equals(existing);) {
			path = path.getParent();
			disk.forceDirectory(path);
		}
	}

	private FileStorage open(Meta initial, Closeable lock) throws IOException {
		if (!this.disk.list(this.directory).contains(MetaFile.NAME)) {
			createMeta(initial);
		}
		this.disk.forceDirectory(this.directory); // an earlier attempt may have ended
													// just before
		MetaFile meta = MetaFile.open(this.disk, this.directory, this.failure);
		try {
			boolean cleanShutdown = meta.current().cleanShutdown();
			ScannedLog scanned = LogScan.scan(this.logDirectory, meta.current());
			meta.store(meta.current().withCleanShutdown(false));
			this.logDirectory.deleteUnfinished();
			ForceProbe probe = this.options.measureForce() ? probe() : null;
			SegmentedLog log = openLog(meta, scanned);
			logger.info("Opened {}: entries {}..{} in {} segments, term {}{}", this.directory, log.firstIndex(),
					log.lastIndex(), log.segments(), meta.current().hardState().term(),
					(scanned == null) ? ", new" : cleanShutdown ? "" : ", after a stop out of order");
			return new FileStorage(this.disk, this.directory, lock, meta, log, this.failure, probe);
		}
		catch (IOException | RuntimeException | Error ex) {
			meta.close();
			throw ex;
		}
	}

	private void createMeta(Meta initial) throws IOException {
		if (!this.logDirectory.segments().isEmpty()) {
			throw new CorruptLogException(this.directory + " holds a log but no file " + MetaFile.NAME
					+ ": term and vote are lost. Nothing was changed.");
		}
		MetaFile.create(this.disk, this.directory, initial.withCleanShutdown(false));
	}

	private SegmentedLog openLog(MetaFile meta, @Nullable ScannedLog found) throws IOException {
		SpareSegments spares = new SpareSegments(this.logDirectory, this.options);
		spares.adopt();
		SegmentRoller roller = new SegmentRoller(this.logDirectory, spares, this.options, this.failure);
		ScannedLog scanned = found;
		if (scanned == null) {
			createFirstSegment(roller, meta.current());
			scanned = LogScan.scan(this.logDirectory, meta.current());
		}
		if (scanned == null) {
			throw new IOException("The segment just made in " + this.logDirectory.path() + " is not there");
		}
		new LogRepair(this.logDirectory, scanned).run();
		if (meta.current().lowestLiveSegment() == 0) {
			meta.store(meta.current().withLowestLiveSegment(scanned.segments().get(0).header().sequence()));
		}
		SegmentReaders readers = new SegmentReaders(this.disk);
		SegmentRemover remover = new SegmentRemover(this.logDirectory, spares, this.failure,
				this.options.inBackground(), roller::recheck);
		SegmentWriter writer = roller.resume(scanned.last(), scanned.end());
		return new SegmentedLog(scanned, writer, roller, readers,
				new LiveSegments(scanned.segments(), writer.bytesMax() + scanned.last().header().tableBytes()), remover,
				meta, this.failure);
	}

	private void createFirstSegment(SegmentRoller roller, Meta meta) throws IOException {
		SegmentHeader header = new SegmentHeader(FIRST_SEQUENCE, meta.snapshotIndex() + 1, meta.snapshotTerm(), 1L, 0,
				meta.nodeId().value());
		roller.begin(header, roller.blank(0)).close();
	}

	/** A full disk is no reason not to start: what is there can still be read. */
	private @Nullable ForceProbe probe() throws IOException {
		try {
			ForceProbe probe = ForceProbe.measure(this.disk, this.directory);
			if (probe.looksUnforced()) {
				logger.warn("A forced write in {} takes {} us: it looks as if nothing is forced to a disk there",
						this.directory, probe.p50Micros());
			}
			else {
				logger.info("A forced write in {} takes {} us", this.directory, probe.p50Micros());
			}
			return probe;
		}
		catch (DiskFullException ex) {
			logger.warn("Cannot measure a forced write in {}: {}", this.directory, ex.getMessage());
			return null;
		}
	}

}
