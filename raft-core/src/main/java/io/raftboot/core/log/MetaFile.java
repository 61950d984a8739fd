package io.raftboot.core.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

import io.raftboot.core.io.Disk;
import io.raftboot.core.io.DiskFile;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link Meta} in a file of two slots of 4096 bytes, written in turn; the valid slot with
 * the highest sequence wins. A slot is written only after the last write of the other one
 * was forced, so one of them always holds what was last acknowledged.
 * <p>
 * A vote must never be forgotten, and two slots with one checksum each cannot promise
 * that: a bit that flips in the newer slot looks like a write that a crash tore, and the
 * older slot, with an older vote, would win. Therefore each slot holds its record twice,
 * in two sectors, and a disk writes a sector whole or not at all.
 * <ul>
 * <li>A crash during a write leaves each copy new or old, both good. The new one, if it
 * is in either, wins: nobody was told about it, but nobody may mind.</li>
 * <li>A write that was acknowledged has reached both copies. Damage to one leaves the
 * other, of the same sequence: nothing is lost. Damage to the unused rest of a slot is
 * none.</li>
 * <li>A slot without any good copy was damaged twice, or the file was cut or wiped. No
 * crash does that. What it held cannot be known, so the node must not start.</li>
 * <li>Sequences of the two slots that do not follow each other (or copies that are not
 * one round apart) mean that part of the file came from elsewhere: the same.</li>
 * </ul>
 * What remains: a disk that loses a whole forced write. If entries of the lost term are
 * in the log, {@link LogScan} refuses.
 * <p>
 * At open the winner may stand in the page cache only (see {@link LogRepair}): it is
 * written again and forced before the other slot is touched.
 */
final class MetaFile implements MetaStore, Closeable {

	static final String NAME = "meta";

	static final int SLOT_BYTES = 4096;

	private static final int COPY_BYTES = SLOT_BYTES / 2;

	private static final Logger logger = LoggerFactory.getLogger(MetaFile.class);

	private final Path path;

	private final DiskFile file;

	private final StoreFailure failure;

	private final ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES).order(ByteOrder.LITTLE_ENDIAN);

	private volatile MetaRecord current;

	private boolean confirmed;

	private MetaFile(Path path, DiskFile file, MetaRecord current, StoreFailure failure) {
		this.path = path;
		this.file = file;
		this.current = current;
		this.failure = failure;
	}

	/**
	 * Makes the file; it has its name only when its content is durable. The name becomes
	 * durable when the directory is forced.
	 */
	static void create(Disk disk, Path directory, Meta initial) throws IOException {
		Path unfinished = directory.resolve(NAME + ".tmp");
		disk.delete(unfinished);
		ByteBuffer both = ByteBuffer.allocate(2 * SLOT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
		for (int copy = 0; copy < 4; copy++) {
			new MetaRecord(copy / 2, initial).encode(both, copy * COPY_BYTES);
		}
		try (DiskFile file = disk.open(unfinished, true)) {
			file.write(both, 0);
			file.force();
		}
		disk.rename(unfinished, directory.resolve(NAME));
	}

	/**
	 * Opens the file, changing nothing.
	 * @throws CorruptLogException if it cannot be known what was stored last
	 * @throws UnsupportedLogException if another version wrote it
	 */
	static MetaFile open(Disk disk, Path directory, StoreFailure failure) throws IOException {
		Path path = directory.resolve(NAME);
		DiskFile file = disk.open(path, false);
		try {
			return new MetaFile(path, file, newest(path, file), failure);
		}
		catch (IOException | RuntimeException ex) {
			file.close();
			throw ex;
		}
	}

	/**
	 * What the file of this directory holds, without opening it for writing.
	 * @throws CorruptLogException if it cannot be known what was stored last
	 */
	static Meta read(Disk disk, Path directory) throws IOException {
		Path path = directory.resolve(NAME);
		try (DiskFile file = disk.openForRead(path)) {
			return newest(path, file).meta();
		}
	}

	private static MetaRecord newest(Path path, DiskFile file) throws IOException {
		ByteBuffer both = ByteBuffer.allocate(2 * SLOT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
		if (file.read(both, 0) < both.capacity()) {
			throw corrupt(path, both.position(), "the file ends here");
		}
		MetaRecord first = newestCopy(path, both, 0);
		MetaRecord second = newestCopy(path, both, SLOT_BYTES);
		if (Math.abs(first.slotSequence() - second.slotSequence()) != 1) {
			throw corrupt(path, 0,
					"its slots " + first.slotSequence() + " and " + second.slotSequence() + " were never neighbours");
		}
		return (first.slotSequence() > second.slotSequence()) ? first : second;
	}

	private static MetaRecord newestCopy(Path path, ByteBuffer both, int slotOffset) throws IOException {
		MetaRecord first = copyAt(path, both, slotOffset);
		MetaRecord second = copyAt(path, both, slotOffset + COPY_BYTES);
		if (first == null && second == null) {
			throw corrupt(path, slotOffset, "no copy in this slot is good");
		}
		if (first == null || second == null) {
			logger.warn("One copy in the slot at offset {} of {} was damaged; the other one holds what it held",
					slotOffset, path);
			return (first != null) ? first : second;
		}
		long apart = Math.abs(first.slotSequence() - second.slotSequence());
		if (apart != 0 && apart != 2) {
			throw corrupt(path, slotOffset,
					"its copies " + first.slotSequence() + " and " + second.slotSequence() + " were never in one slot");
		}
		return (first.slotSequence() >= second.slotSequence()) ? first : second;
	}

	private static @Nullable MetaRecord copyAt(Path path, ByteBuffer both, int offset) throws IOException {
		if (!MetaRecord.isIntact(both, offset)) {
			return null;
		}
		if (MetaRecord.version(both, offset) != MetaRecord.VERSION) {
			throw UnsupportedLogException.of(path, MetaRecord.version(both, offset), MetaRecord.VERSION);
		}
		try {
			return MetaRecord.decode(both, offset);
		}
		catch (IllegalArgumentException ex) {
			throw corrupt(path, offset, ex.getMessage());
		}
	}

	private static CorruptLogException corrupt(Path path, int offset, String what) {
		return new CorruptLogException(path + " cannot be trusted at offset " + offset + ": " + what
				+ ". A vote may be lost; nothing was changed.");
	}

	@Override
	public Meta current() {
		return this.current.meta();
	}

	@Override
	public void store(Meta meta) throws IOException {
		this.failure.check();
		HardStateRules.check(current().hardState(), meta.hardState());
		SnapshotRules.checkStore(current(), meta);
		try {
			if (!this.confirmed) {
				write(this.current);
				this.confirmed = true;
			}
			MetaRecord next = new MetaRecord(this.current.slotSequence() + 1, meta);
			write(next);
			this.current = next;
		}
		catch (IOException | RuntimeException | Error ex) {
			throw this.failure.poison("Writing " + this.path, ex);
		}
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

	private void write(MetaRecord record) throws IOException {
		record.encode(this.slot, 0);
		record.encode(this.slot, COPY_BYTES);
		this.file.write(this.slot.clear(), (record.slotSequence() & 1) * SLOT_BYTES);
		this.file.force();
	}

}
