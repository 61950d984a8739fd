package io.raftboot.core.node;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import io.raftboot.core.io.DiskFullException;
import io.raftboot.core.log.MetaStore;
import io.raftboot.core.log.LogStore;
import io.raftboot.core.log.Storage;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.SnapshotMeta;
import org.jspecify.annotations.Nullable;

/**
 * Makes entries, term and vote durable, strictly in the order in which the protocol
 * asked. What arrives while a force runs becomes the next group: one frame, one write,
 * one force. Runs on the writer thread, or inline in a simulation. A failure of the disk
 * is final.
 */
final class LogWriter implements Duty {

	/** A group is closed when its entries exceed this; the next one follows at once. */
	private static final int GROUP_BYTES_MAX = 4 << 20;

	private static final long DISK_FULL_RETRY_NANOS = 200_000_000L;

	private final LogStore log;

	private final MetaStore meta;

	private final Listener listener;

	private final MpscQueue<WriteItem> queue = new MpscQueue<>();

	/** Taken off the queue while there was no space; before what is queued. */
	private final ArrayDeque<WriteItem> later = new ArrayDeque<>();

	private final List<EntryBatch> frame = new ArrayList<>();

	private int groupBytes;

	private long writtenNumber;

	private boolean unforced;

	private boolean diskFull;

	LogWriter(Storage storage, Listener listener) {
		this.log = storage.log();
		this.meta = storage.meta();
		this.listener = listener;
	}

	/** Queues something; the caller wakes the writer when it has queued all it has. */
	void offer(WriteItem item) {
		this.queue.offer(item);
	}

	@Override
	public int doWork() {
		WriteItem item = next();
		if (item == null) {
			return 0;
		}
		int items = 0;
		try {
			while (item != null) {
				items++;
				write(item);
				item = (this.groupBytes < GROUP_BYTES_MAX) ? next() : null;
			}
			writeFrame();
			force();
		}
		catch (IOException | RuntimeException ex) {
			this.listener.writeFailed(ex);
			throw new IllegalStateException("The log cannot be written", ex);
		}
		this.listener.persisted(this.writtenNumber);
		return items;
	}

	private @Nullable WriteItem next() {
		return !this.later.isEmpty() ? this.later.poll() : this.queue.poll();
	}

	private void write(WriteItem item) throws IOException {
		if (item.batch != null) {
			if (!this.frame.isEmpty() && item.batch.firstIndex() != lastInFrame() + 1) {
				writeFrame();
			}
			this.frame.add(item.batch);
			this.groupBytes += item.batch.byteSize();
		}
		else {
			// Term and vote are never durable before what precedes them, nor after what
			// follows.
			writeFrame();
			force();
			store(item);
		}
		if (item.writeNumber > 0) {
			this.writtenNumber = item.writeNumber;
		}
	}

	private void store(WriteItem item) throws IOException {
		if (item.snapshot != null) {
			takeNote(item.snapshot, item.firstIndexToKeep);
		}
		else {
			this.meta.store((item.hardState != null) ? this.meta.current().withHardState(item.hardState)
					: this.meta.current().withClusterId(item.clusterId));
		}
	}

	/**
	 * Nothing of the log goes before it is on record what stands for it: this snapshot,
	 * or a newer one that came first.
	 */
	private void takeNote(SnapshotMeta snapshot, long firstIndexToKeep) throws IOException {
		if (snapshot.index() > this.meta.current().snapshotIndex()) {
			this.meta.store(this.meta.current().withSnapshot(snapshot.index(), snapshot.term()));
		}
		if (firstIndexToKeep > 0L) {
			this.log.compact(firstIndexToKeep);
			return;
		}
		while (true) {
			try {
				this.log.reset(snapshot.index(), snapshot.term());
				break;
			}
			catch (DiskFullException ex) {
				waitForSpace(ex);
			}
		}
		this.diskFull = false;
	}

	private long lastInFrame() {
		return this.frame.get(this.frame.size() - 1).lastIndex();
	}

	private void writeFrame() throws IOException {
		if (this.frame.isEmpty()) {
			return;
		}
		while (true) {
			try {
				this.log.append(this.frame);
				break;
			}
			catch (DiskFullException ex) {
				if (!compactAhead()) {
					waitForSpace(ex);
				}
			}
		}
		this.diskFull = false;
		this.frame.clear();
		this.groupBytes = 0;
		this.unforced = true;
	}

	/**
	 * Shortens the log out of turn, which may make the space: a snapshot covers only what
	 * is applied, and so durable already. What follows another node's snapshot is about
	 * another log.
	 * @return whether there was something to shorten it by
	 */
	private boolean compactAhead() throws IOException {
		for (WriteItem item = this.queue.poll(); item != null; item = this.queue.poll()) {
			this.later.add(item);
		}
		boolean found = false;
		Iterator<WriteItem> iterator = this.later.iterator();
		while (iterator.hasNext()) {
			WriteItem item = iterator.next();
			if (item.snapshot == null) {
				continue;
			}
			if (item.firstIndexToKeep == 0L) {
				break;
			}
			iterator.remove();
			takeNote(item.snapshot, item.firstIndexToKeep);
			found = true;
		}
		return found;
	}

	/** Nothing was written; proposals are refused and nobody is answered meanwhile. */
	private void waitForSpace(DiskFullException failure) throws IOException {
		if (this.listener.isStopping()) {
			throw failure;
		}
		if (!this.diskFull) {
			this.diskFull = true;
			this.listener.diskFull(failure);
		}
		LockSupport.parkNanos(this, DISK_FULL_RETRY_NANOS);
	}

	private void force() throws IOException {
		if (this.unforced) {
			this.log.force();
			this.unforced = false;
		}
	}

	/** Whom the writer reports to; called on the writer's thread. */
	interface Listener {

		/** Everything up to this write is durable. */
		void persisted(long writeNumber);

		/** The store failed for good. */
		void writeFailed(Exception failure);

		/** There is no space for the next segment; the writer waits. */
		void diskFull(DiskFullException failure);

		boolean isStopping();

	}

}
