package io.raftboot.core.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.raftboot.core.io.DiskFullException;
import io.raftboot.core.snapshot.SnapshotFile;
import io.raftboot.core.snapshot.StagedSnapshot;
import io.raftboot.core.snapshot.StagingArea;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a user's restore together from its pieces in the log, on every node alike: what is
 * there after an entry depends on nothing but the entries before it. A restore belongs to
 * one leader's term; the first entry of another term, or the first piece of another
 * restore, ends it. For the applier.
 */
final class RestoreStage {

	private static final Logger logger = LoggerFactory.getLogger(RestoreStage.class);

	private static final long DISK_FULL_RETRY_NANOS = 200_000_000L;

	private final StagingArea area;

	private @Nullable StagedSnapshot staged;

	private long restoreId;

	private long term;

	private boolean roomMissing;

	RestoreStage(StagingArea area) {
		this.area = area;
	}

	/** Whether pieces are there: the log must keep them until it is known how it ends. */
	boolean isOpen() {
		return this.staged != null;
	}

	/** An entry of this term is applied. */
	void entryOf(long term) {
		if (this.staged != null && term != this.term) {
			drop();
		}
	}

	/**
	 * Takes a piece.
	 * @param stopping asked while the disk is full
	 * @return the file once it is complete, to be closed by the caller; null before, and
	 * for pieces of a restore that was ended
	 * @throws IOException if the file on this node is not the one that was proposed
	 */
	@Nullable StagedSnapshot add(long term, ByteBuffer payload, BooleanSupplier stopping) throws IOException {
		RestorePiece piece = RestorePiece.of(payload);
		if (piece.offset() == 0L) {
			drop();
			this.staged = begin(stopping);
			this.restoreId = piece.restoreId();
			this.term = term;
		}
		StagedSnapshot target = this.staged;
		if (target == null || piece.restoreId() != this.restoreId || piece.offset() != target.bytes()) {
			return null;
		}
		append(target, piece.data(), stopping);
		if (!piece.last()) {
			return null;
		}
		SnapshotFile file = target.check();
		if (file.totalBytes() != piece.totalBytes() || file.checksum() != piece.fileChecksum()) {
			throw new IOException("The snapshot to restore from is not the one that was proposed");
		}
		this.staged = null;
		return target;
	}

	private StagedSnapshot begin(BooleanSupplier stopping) throws IOException {
		while (true) {
			try {
				StagedSnapshot begun = this.area.begin();
				this.roomMissing = false;
				return begun;
			}
			catch (DiskFullException ex) {
				await(ex, stopping);
			}
		}
	}

	private void append(StagedSnapshot target, ByteBuffer data, BooleanSupplier stopping) throws IOException {
		while (true) {
			try {
				target.append(data);
				this.roomMissing = false;
				return;
			}
			catch (DiskFullException ex) {
				await(ex, stopping);
			}
		}
	}

	/** This node must not leave out what the others take. */
	private void await(DiskFullException full, BooleanSupplier stopping) throws IOException {
		if (stopping.getAsBoolean()) {
			throw full;
		}
		if (!this.roomMissing) {
			this.roomMissing = true;
			logger.warn("No room for the snapshot to restore from, waiting: {}", full.getMessage());
		}
		LockSupport.parkNanos(DISK_FULL_RETRY_NANOS);
	}

	/** Forgets an unfinished one. */
	void drop() {
		StagedSnapshot dropped = this.staged;
		this.staged = null;
		if (dropped != null) {
			try {
				dropped.close();
			}
			catch (IOException ex) {
				logger.warn("The file of an unfinished restore could not be deleted", ex);
			}
		}
	}

}
