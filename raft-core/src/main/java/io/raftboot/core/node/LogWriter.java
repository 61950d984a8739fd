package io.raftboot.core.node;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

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
 * one force. Runs on the writer's thread, on the loop for what is little
 * ({@link DutySeat}), or inline in a simulation; never twice at once. A failure of the
 * disk is final.
 */
final class LogWriter implements LittleDuty {

	/** A group is closed when its entries exceed this; the next one follows at once. */
	private static final int GROUP_BYTES_MAX = 4 << 20;

	private static final long DISK_FULL_RETRY_NANOS = 200_000_000L;

	private final LogStore log;

	private final MetaStore meta;

	private final Listener listener;

	private final @Nullable NodeMeter meter;

	private final NodeClock clock;

	private final MpscQueue<WriteItem> queue = new MpscQueue<>();

	/** Taken off the queue and not written yet; before what is queued. */
	private final ArrayDeque<WriteItem> taken = new ArrayDeque<>();

	private final List<EntryBatch> frame = new ArrayList<>();

	private int groupBytes;

	private long writtenNumber;

	private boolean unforced;

	/** Changed by who does the work. */
	private volatile long usualForceNanos;

	private boolean diskFull;

	LogWriter(Storage storage, Listener listener, @Nullable NodeMeter meter, NodeClock clock) {
		this.log = storage.log();
		this.meta = storage.meta();
		this.listener = listener;
		this.meter = meter;
		this.clock = clock;
	}

	/**
	 * Queues something; the caller sees to it that it is written when it has queued all.
	 */
	void offer(WriteItem item) {
		this.queue.offer(item);
	}

	@Override
	public long usualNanos() {
		return this.usualForceNanos;
	}

	@Override
	public int doWork() {
		int items = 0;
		try {
			WriteItem item = next();
			if (item == null && this.frame.isEmpty()) {
				return 0;
			}
			while (item != null) {
				if (!write(item)) {
					return 0;
				}
				this.taken.remove(item);
				items++;
				item = (this.groupBytes < GROUP_BYTES_MAX) ? next() : null;
			}
			if (!writeFrame()) {
				return 0;
			}
			force();
		}
		catch (IOException | RuntimeException ex) {
			this.listener.writeFailed(ex);
			throw new IllegalStateException("The log cannot be written", ex);
		}
		this.listener.persisted(this.writtenNumber);
		return Math.max(1, items);
	}

	/** While there is no space nobody says when there is some again. */
	@Override
	public long retryNanos() {
		return this.diskFull ? DISK_FULL_RETRY_NANOS : Long.MAX_VALUE;
	}

	/** What is to be written next; it stays where it is until it is. */
	private @Nullable WriteItem next() {
		if (this.taken.isEmpty()) {
			WriteItem item = this.queue.poll();
			if (item != null) {
				this.taken.add(item);
			}
		}
		return this.taken.peek();
	}

	/** Whether it could; if not, there is no space and it comes first the next time. */
	private boolean write(WriteItem item) throws IOException {
		if (item.batch != null) {
			if (!this.frame.isEmpty() && item.batch.firstIndex() != lastInFrame() + 1 && !writeFrame()) {
				return false;
			}
			this.frame.add(item.batch);
			this.groupBytes += item.batch.byteSize();
		}
		else {
			// Term and vote are never durable before what precedes them, nor after what
			// follows.
			if (!writeFrame()) {
				return false;
			}
			force();
			if (!store(item)) {
				return false;
			}
		}
		if (item.writeNumber > 0) {
			this.writtenNumber = item.writeNumber;
		}
		return true;
	}

	private boolean store(WriteItem item) throws IOException {
		if (item.snapshot != null) {
			return takeNote(item.snapshot, item.firstIndexToKeep);
		}
		this.meta.store((item.hardState != null) ? this.meta.current().withHardState(item.hardState)
				: this.meta.current().withClusterId(item.clusterId));
		return true;
	}

	/**
	 * Nothing of the log goes before it is on record what stands for it: this snapshot,
	 * or a newer one that came first.
	 */
	private boolean takeNote(SnapshotMeta snapshot, long firstIndexToKeep) throws IOException {
		if (snapshot.index() > this.meta.current().snapshotIndex()) {
			this.meta.store(this.meta.current().withSnapshot(snapshot.index(), snapshot.term()));
		}
		if (firstIndexToKeep > 0L) {
			this.log.compact(firstIndexToKeep);
			return true;
		}
		try {
			this.log.reset(snapshot.index(), snapshot.term());
		}
		catch (DiskFullException ex) {
			waitForSpace(ex);
			return false;
		}
		this.diskFull = false;
		return true;
	}

	private long lastInFrame() {
		return this.frame.get(this.frame.size() - 1).lastIndex();
	}

	/** Whether it could; if not, there is no space and the frame waits. */
	private boolean writeFrame() throws IOException {
		while (!this.frame.isEmpty()) {
			try {
				append();
				this.frame.clear();
				this.groupBytes = 0;
				this.unforced = true;
				this.diskFull = false;
			}
			catch (DiskFullException ex) {
				if (!compactAhead()) {
					waitForSpace(ex);
					return false;
				}
			}
		}
		return true;
	}

	private void append() throws IOException {
		if (this.meter == null) {
			this.log.append(this.frame);
			return;
		}
		long startNanos = this.clock.nanoTime();
		this.log.append(this.frame);
		this.meter.logAppended(this.clock.nanoTime() - startNanos);
	}

	/**
	 * Shortens the log out of turn, which may make the space: a snapshot covers only what
	 * is applied, and so durable already. What follows another node's snapshot is about
	 * another log.
	 * @return whether there was something to shorten it by
	 */
	private boolean compactAhead() throws IOException {
		for (WriteItem item = this.queue.poll(); item != null; item = this.queue.poll()) {
			this.taken.add(item);
		}
		boolean found = false;
		Iterator<WriteItem> iterator = this.taken.iterator();
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
	private void waitForSpace(DiskFullException failure) {
		if (!this.diskFull) {
			this.diskFull = true;
			this.listener.diskFull(failure);
		}
	}

	private void force() throws IOException {
		if (this.unforced) {
			this.log.force();
			this.unforced = false;
			long usual = this.usualForceNanos;
			this.usualForceNanos = usual + (this.log.lastForceNanos() - usual) / 8;
			if (this.meter != null && this.log.lastForceNanos() > 0L) {
				this.meter.logForced(this.log.lastForceNanos());
			}
		}
	}

	/** Whom the writer reports to; called on the thread that does its work. */
	interface Listener {

		/** Everything up to this write is durable. */
		void persisted(long writeNumber);

		/** The store failed for good. */
		void writeFailed(Exception failure);

		/** There is no space for the next segment; the writer waits. */
		void diskFull(DiskFullException failure);

	}

}
