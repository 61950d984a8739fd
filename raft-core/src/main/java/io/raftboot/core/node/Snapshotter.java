package io.raftboot.core.node;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.model.SnapshotMeta;
import io.raftboot.core.snapshot.SnapshotFile;
import io.raftboot.core.snapshot.SnapshotStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes snapshots of this node's own state (Raft §7): the applier captures, the snapshot
 * thread writes, and only what is durable then shortens the log. One at a time. Loop
 * thread only, except {@link #demand} and {@link #failDemands}.
 */
final class Snapshotter {

	private static final Logger logger = LoggerFactory.getLogger(Snapshotter.class);

	private final NodeParts parts;

	private final SnapshotStore store;

	private final SnapshotOptions options;

	private final SnapshotTriggers triggers;

	private final Executor thread;

	private final Compaction compaction;

	/** Who waits, for any thread to add to. */
	private final Queue<SnapshotDemand> demands = new ConcurrentLinkedQueue<>();

	/** Those the snapshot being taken is for. */
	private final List<SnapshotDemand> served = new ArrayList<>();

	/** What the applier is asked, null unless one is being taken. */
	private @Nullable SnapshotQuestion question;

	private long startedNanos;

	/** What the log grows by while the snapshot is written counts for the next one. */
	private long startedLogBytes;

	private boolean unsupportedSaid;

	private volatile boolean stopping;

	Snapshotter(NodeParts parts, SnapshotStore store, SnapshotOptions options, Executor thread, Compaction compaction) {
		this.parts = parts;
		this.store = store;
		this.options = options;
		this.thread = thread;
		this.compaction = compaction;
		SnapshotFile latest = store.newest();
		long ageMillis = (latest != null) ? parts.clock.currentTimeMillis() - latest.createdMillis() : 0L;
		this.triggers = new SnapshotTriggers(options, indexOf(latest), (latest != null) ? latest.totalBytes() : 0L,
				Math.max(0L, ageMillis) * 1_000_000L, parts.clock.nanoTime());
	}

	/** Somebody wants a snapshot; the loop has to be woken. For any thread. */
	void demand(SnapshotDemand demand) {
		this.demands.add(demand);
	}

	/** The log is shortened behind a snapshot that is no good: there must be another. */
	void replace(long nowNanos) {
		this.triggers.lost();
		advance(nowNanos);
	}

	boolean isRunning() {
		return this.question != null;
	}

	/** Begins one if it is time to. */
	void advance(long nowNanos) {
		if (this.question != null) {
			return;
		}
		long appliedIndex = this.parts.applier.appliedIndex();
		answerDemands(this.store.newest());
		if (!this.demands.isEmpty()
				|| this.triggers.isDue(appliedIndex, this.parts.storage.log().writtenBytes(), nowNanos)) {
			this.startedNanos = nowNanos;
			this.startedLogBytes = this.parts.storage.log().writtenBytes();
			this.question = new SnapshotQuestion();
			this.parts.applier.offer(this.question);
			this.parts.wakeApplier.run();
		}
	}

	/** The applier has answered. */
	void captured(SnapshotQuestion answered) {
		SnapshotCapture capture = answered.capture;
		for (SnapshotDemand demand = this.demands.poll(); demand != null; demand = this.demands.poll()) {
			this.served.add(demand);
		}
		if (answered.failure != null) {
			failed(answered.failure);
		}
		else if (capture == null) {
			postpone(); // still replaying to some machine what another has kept
		}
		else if (capture.index == 0L) {
			this.thread.execute(answered::drop);
			failed(new IllegalStateException("Nothing has been applied yet"));
		}
		else if (capture.index <= indexOf(this.store.newest())) {
			// One from the leader came first, or nothing was applied since.
			this.thread.execute(answered::drop);
			postpone();
		}
		else {
			SnapshotMeta meta = this.parts.core.snapshotMeta(capture.index);
			answered.capture = null; // the thread closes it from here on
			this.thread
				.execute(new SnapshotWriting(this.store, this.parts.machines, meta, capture, this.options.retained(),
						() -> this.stopping, (outcome) -> this.parts.inbox.execute(() -> written(meta, outcome))));
		}
	}

	private void postpone() {
		this.demands.addAll(this.served);
		this.served.clear();
		this.question = null;
	}

	private void written(SnapshotMeta meta, SnapshotWriting.Outcome outcome) {
		SnapshotFile file = outcome.file();
		if (file == null) {
			failed(outcome.failure());
			return;
		}
		long nowNanos = this.parts.clock.nanoTime();
		measure(true, nowNanos);
		long millis = (nowNanos - this.startedNanos) / 1_000_000L;
		logger.info("{}: snapshot at entry {} of term {}, {} bytes in {} ms", this.parts.self, meta.index(),
				meta.term(), file.totalBytes(), millis);
		this.parts.events.dispatch(new RaftEvent.SnapshotTaken(meta.index(), meta.term(), file.totalBytes(), millis));
		if (outcome.failure() == null) {
			this.compaction.behind(meta);
		}
		else {
			logger.warn("{}: the log is kept, because a state machine could not make its data durable", this.parts.self,
					outcome.failure());
		}
		this.triggers.taken(meta.index(), file.totalBytes(), this.startedLogBytes, nowNanos);
		postpone();
		advance(nowNanos);
	}

	/** Another node's snapshot is installed: the next own one is counted from there. */
	void installed(SnapshotFile file, long nowNanos) {
		this.triggers.taken(file.meta().index(), file.totalBytes(), this.parts.storage.log().writtenBytes(), nowNanos);
	}

	private void failed(Throwable failure) {
		long nowNanos = this.parts.clock.nanoTime();
		if (failure instanceof UnsupportedOperationException) {
			if (!this.unsupportedSaid) {
				this.unsupportedSaid = true;
				logger.warn("{}: no snapshots, so the log grows without end and is never shortened: {}",
						this.parts.self, failure.getMessage());
			}
			this.triggers.impossible(this.parts.applier.appliedIndex(), this.parts.storage.log().writtenBytes(),
					nowNanos);
		}
		else if (this.parts.applier.appliedIndex() > 0L) {
			logger.warn("{}: the snapshot failed and is tried again later", this.parts.self, failure);
			this.triggers.failed(nowNanos);
			measure(false, nowNanos);
		}
		SnapshotFailedException told = new SnapshotFailedException(
				"The snapshot failed: " + failure.getClass().getSimpleName() + ": " + failure.getMessage(), failure);
		this.served.forEach((demand) -> this.parts.completions.fail(demand.answer(), told));
		this.served.clear();
		this.question = null;
	}

	private void measure(boolean successful, long nowNanos) {
		if (this.parts.meter != null) {
			this.parts.meter.snapshotEnded(SnapshotOperation.TAKE, successful, nowNanos - this.startedNanos);
		}
	}

	private void answerDemands(@Nullable SnapshotFile latest) {
		if (this.demands.isEmpty() || latest == null) {
			return;
		}
		for (Iterator<SnapshotDemand> iterator = this.demands.iterator(); iterator.hasNext();) {
			SnapshotDemand demand = iterator.next();
			if (demand.index() <= latest.meta().index()) {
				iterator.remove();
				this.thread.execute(() -> demand.answer().complete(latest.meta()));
			}
		}
	}

	private static long indexOf(@Nullable SnapshotFile file) {
		return (file != null) ? file.meta().index() : 0L;
	}

	/**
	 * Makes one that is being written end soon and has the thread release one that nobody
	 * is going to write; when the applier is done.
	 */
	void stop() {
		this.stopping = true;
		SnapshotQuestion unused = this.question;
		if (unused != null) {
			this.thread.execute(unused::drop);
		}
	}

	/** Ends who waits; when applier and thread are done. */
	void failDemands(RuntimeException failure) {
		for (SnapshotDemand demand = this.demands.poll(); demand != null; demand = this.demands.poll()) {
			this.served.add(demand);
		}
		this.served.forEach((demand) -> this.parts.completions.fail(demand.answer(), failure));
		this.served.clear();
	}

	/** Shortens the log behind a durable snapshot. */
	interface Compaction {

		void behind(SnapshotMeta snapshot);

	}

}
