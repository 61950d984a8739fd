package io.raftboot.core.node;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.model.SnapshotChunk;
import io.raftboot.core.model.SnapshotChunkResponse;
import io.raftboot.core.model.SnapshotMeta;
import io.raftboot.core.snapshot.SnapshotFile;
import io.raftboot.core.snapshot.SnapshotStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where everything about snapshots meets the loop: taking them, sending them, receiving
 * and installing them, and what that means for the log. Two threads come on demand, one
 * writes own snapshots and one moves files from and to other nodes, so that neither waits
 * for the other; nobody interrupts them. Loop thread only unless said otherwise.
 */
final class SnapshotDesk implements SnapshotIntake.Arrival {

	private static final Logger logger = LoggerFactory.getLogger(SnapshotDesk.class);

	private final NodeParts parts;

	private final SnapshotStore store;

	private final SnapshotOptions options;

	private final ExecutorService snapshotThread;

	private final ExecutorService transferThread;

	private final Snapshotter snapshotter;

	private final SnapshotSenders senders;

	private final SnapshotIntake intake;

	/** Durable and known to the protocol, to be installed when this turn ends. */
	private final ArrayDeque<Installation> arrived = new ArrayDeque<>();

	private long waitNanos = Long.MAX_VALUE;

	SnapshotDesk(NodeParts parts, SnapshotStore store, RaftNodeOptions options, NodeEnvironment environment) {
		this.parts = parts;
		this.store = store;
		this.options = options.snapshots();
		this.snapshotThread = environment.newExecutor("raft-" + parts.self + "-snapshot");
		this.transferThread = environment.newExecutor("raft-" + parts.self + "-transfer");
		this.snapshotter = new Snapshotter(parts, store, this.options, this.snapshotThread, this::compactBehind);
		this.senders = new SnapshotSenders(parts, store, options, this.transferThread,
				() -> this.snapshotter.replace(parts.clock.nanoTime()));
		this.intake = new SnapshotIntake(parts, store, this.transferThread, this);
	}

	/** Asks for a snapshot of what is applied now; for any thread. */
	CompletableFuture<SnapshotMeta> demand() {
		CompletableFuture<SnapshotMeta> answer = new CompletableFuture<>();
		this.snapshotter.demand(new SnapshotDemand(this.parts.applier.appliedIndex(), answer));
		this.parts.inbox.execute(() -> this.snapshotter.advance(this.parts.clock.nanoTime()));
		return answer;
	}

	/** Takes a snapshot if it is time to; now and then. */
	void housekeeping(long nowNanos) {
		this.snapshotter.advance(nowNanos);
	}

	/** Moves on what is on its way; each turn. */
	void advance(long nowNanos) {
		this.waitNanos = this.senders.advance(nowNanos);
	}

	/** How long the loop may sleep before the next {@link #advance}. */
	long waitNanos() {
		return this.waitNanos;
	}

	void captured(SnapshotQuestion question) {
		this.snapshotter.captured(question);
	}

	void onMessage(Message.SnapshotTransfer message) {
		if (message instanceof SnapshotChunk chunk) {
			this.intake.onChunk(chunk);
		}
		else if (message instanceof SnapshotChunkResponse response) {
			this.senders.onResponse(response);
		}
	}

	void onDisconnected(NodeId peer) {
		this.senders.end(peer);
	}

	/** The protocol wants it sent. */
	void send(NodeId to) {
		this.senders.begin(to);
	}

	@Override
	public void arrived(Installation installation) {
		SnapshotMeta meta = installation.file().meta();
		int installs = this.parts.outbox.installs();
		this.parts.core.onSnapshotReceived(meta, installation.from(), this.parts.clock.nanoTime());
		if (this.parts.outbox.installs() > installs) {
			this.arrived.add(installation);
		}
		else {
			this.transferThread.execute(installation::close); // it has all that already
		}
	}

	@Override
	public void known(NodeId leader) {
		SnapshotMeta meta = this.parts.core.snapshotMeta(this.parts.core.commitIndex());
		this.parts.core.onSnapshotReceived(meta, leader, this.parts.clock.nanoTime());
	}

	/** The protocol wants it in place of log and state; before the log is touched. */
	void install(SnapshotMeta meta) {
		Installation installation = this.arrived.remove();
		this.parts.handOver.install(installation);
		this.parts.wakeApplier.run();
	}

	/** Log and state are those of the snapshot. */
	void installed(Installation installation) {
		SnapshotMeta meta = installation.file().meta();
		logger.info("{}: installed the snapshot at entry {} of term {} from {}", this.parts.self, meta.index(),
				meta.term(), installation.from());
		this.snapshotter.installed(installation.file(), this.parts.clock.nanoTime());
		this.parts.events.dispatch(new RaftEvent.SnapshotInstalled(meta.index(), meta.term(), installation.from()));
		this.transferThread.execute(() -> SnapshotWriting.retain(this.store, this.options.retained()));
	}

	/**
	 * Lets go of the log up to a snapshot, but for some entries that followers a little
	 * behind may want, and for what a peer needs that is being sent an older snapshot.
	 */
	private void compactBehind(SnapshotMeta meta) {
		long baseIndex = this.parts.core.baseIndex();
		if (meta.index() <= baseIndex) {
			return; // another node's was taken meanwhile
		}
		long keep = 1 + Math.min(meta.index() - this.options.trailingEntries(), this.senders.lowestIndex(meta.index()));
		keep = Math.max(Math.min(keep, this.parts.core.lastIndex()), baseIndex + 1);
		this.parts.core.onSnapshotTaken(meta, keep);
		this.parts.outbox.write(WriteItem.compact(meta, keep));
	}

	/** The newest complete snapshot; for any thread. */
	@Nullable SnapshotFile newest() {
		return this.store.newest();
	}

	boolean isRunning() {
		return this.snapshotter.isRunning();
	}

	int percent(NodeId peer) {
		return this.senders.percent(peer);
	}

	/** Ends the threads; whether they have ended in time. */
	boolean close(Duration timeout) {
		this.snapshotter.stop();
		this.senders.close();
		this.snapshotThread.shutdown();
		this.transferThread.shutdown();
		long deadline = System.nanoTime() + timeout.toNanos();
		boolean ended = awaitEnd(this.snapshotThread, deadline) & awaitEnd(this.transferThread, deadline);
		if (ended) {
			this.intake.close();
		}
		return ended;
	}

	private static boolean awaitEnd(ExecutorService executor, long deadline) {
		boolean interrupted = Thread.interrupted();
		try {
			while (!executor.isTerminated()) {
				long left = deadline - System.nanoTime();
				if (left <= 0) {
					return false;
				}
				try {
					executor.awaitTermination(left, TimeUnit.NANOSECONDS);
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
			return true;
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/** Ends who still waits; when applier and threads are at rest. */
	void failDemands(RuntimeException failure) {
		this.snapshotter.failDemands(failure);
	}

}
