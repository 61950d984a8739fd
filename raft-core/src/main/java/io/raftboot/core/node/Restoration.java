package io.raftboot.core.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

import io.raftboot.core.model.Role;
import io.raftboot.core.snapshot.StagedSnapshot;
import io.raftboot.core.snapshot.StagingArea;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The leader's side of a user's restore: checks the file, then proposes it piece by
 * piece, a few ahead of what is committed, and takes no commands until the state is
 * replaced. Loop thread only, but for the file, which a thread on demand reads.
 */
final class Restoration {

	private static final Logger logger = LoggerFactory.getLogger(Restoration.class);

	private static final int UNCOMMITTED_PIECES_MAX = 4;

	private final NodeParts parts;

	private final StagingArea area;

	private final ExecutorService thread;

	private final ArrayDeque<Long> uncommitted = new ArrayDeque<>();

	/** Of everybody who waits. */
	private final Queue<CompletableFuture<Long>> answers = new ConcurrentLinkedQueue<>();

	private @Nullable RestoreOrder order;

	Restoration(NodeParts parts, StagingArea area, ExecutorService thread) {
		this.parts = parts;
		this.area = area;
		this.thread = thread;
	}

	/** Begins; for any thread. */
	CompletableFuture<Long> begin(InputStream snapshotFile) {
		CompletableFuture<Long> answer = new CompletableFuture<>();
		this.answers.add(answer);
		answer.whenComplete((index, failure) -> this.answers.remove(answer));
		try {
			this.thread.execute(() -> take(snapshotFile, answer));
		}
		catch (RejectedExecutionException ex) {
			answer.completeExceptionally(new RaftStoppedException("The node is stopped"));
		}
		return answer;
	}

	/** Copies and checks the file; on the restore thread. */
	private void take(InputStream snapshotFile, CompletableFuture<Long> answer) {
		StagedSnapshot staged = null;
		try {
			staged = this.area.begin();
			byte[] buffer = new byte[64 << 10];
			for (int count = snapshotFile.read(buffer); count >= 0; count = snapshotFile.read(buffer)) {
				staged.append(ByteBuffer.wrap(buffer, 0, count));
			}
			staged.check();
			List<Machine> machines = this.parts.machines.ofState(StateHeader.readFrom(staged.content()).sections());
			StagedSnapshot complete = staged;
			this.parts.inbox.execute(() -> start(new RestoreOrder(answer, this.parts.randomId(), complete, machines)));
		}
		catch (IOException | RuntimeException ex) {
			close(staged);
			answer.completeExceptionally(
					new RestoreFailedException("The snapshot cannot be restored from: " + ex.getMessage(), ex));
		}
	}

	private void start(RestoreOrder begun) {
		RuntimeException refusal = null;
		if (this.parts.core.role() != Role.LEADER) {
			refusal = new NotLeaderException(this.parts.core.leader());
		}
		else if (this.order != null) {
			refusal = new RestoreInProgressException("Another restore is going on");
		}
		if (refusal != null) {
			this.thread.execute(() -> close(begun));
			this.parts.completions.fail(begun.answer, refusal);
			return;
		}
		logger.info("{}: restoring from a snapshot of {} bytes", this.parts.self, begun.totalBytes());
		begun.term = this.parts.core.term();
		this.order = begun;
	}

	/** Whether commands are refused: their effects would be lost at once. */
	boolean isBlocking() {
		return this.order != null;
	}

	/** Moves on; each turn. */
	void advance(long nowNanos) {
		RestoreOrder current = this.order;
		if (current == null) {
			return;
		}
		if (this.parts.core.role() != Role.LEADER || this.parts.core.term() != current.term) {
			fail(current,
					(current.lastIndex > 0L)
							? new OutcomeUnknownException("Leadership was lost before the restore was committed")
							: new NotLeaderException(this.parts.core.leader()));
		}
		else if (current.lastIndex > 0L) {
			if (this.parts.applier.appliedIndex() >= current.lastIndex) {
				this.order = null;
				this.thread.execute(() -> {
					close(current);
					current.answer.complete(current.lastIndex);
				});
			}
		}
		else if (this.parts.initGate.isOpen()) {
			Machine notReady = current.begun ? null : current.notReady();
			if (notReady != null) {
				fail(current, this.parts.catalogue.refusal(notReady));
			}
			else {
				propose(current, nowNanos);
			}
		}
	}

	private void propose(RestoreOrder current, long nowNanos) {
		while (!this.uncommitted.isEmpty() && this.uncommitted.peek() <= this.parts.core.commitIndex()) {
			this.uncommitted.remove();
		}
		RestorePiece piece = current.ready;
		if (piece == null) {
			read(current);
		}
		else if (this.uncommitted.size() < UNCOMMITTED_PIECES_MAX
				&& this.parts.core.canPropose(RestorePiece.entryBytes(piece.data().remaining()))) {
			long index = this.parts.core.lastIndex() + 1;
			this.parts.outbox.proposalsOfNextAppend(null);
			if (this.parts.core.propose(piece.toEntry(index, current.term), nowNanos) < 0) {
				throw new IllegalStateException("The protocol had no room for a piece of a restore");
			}
			this.uncommitted.add(index);
			current.begun = true;
			current.lastIndex = piece.last() ? index : 0L;
			current.ready = null;
			read(current);
		}
	}

	private void read(RestoreOrder current) {
		if (current.reading || current.isRead()) {
			return;
		}
		current.reading = true;
		long offset = current.readOffset;
		this.thread.execute(() -> {
			try {
				RestorePiece piece = current.read(offset);
				this.parts.inbox.execute(() -> {
					current.reading = false;
					current.readOffset = offset + piece.data().remaining();
					current.ready = piece;
				});
			}
			catch (IOException | RuntimeException ex) {
				this.parts.inbox.execute(() -> unreadable(current, new RestoreFailedException(
						"The snapshot to restore from cannot be read: " + ex.getMessage(), ex)));
			}
		});
	}

	/** Only the next term ends the pieces that are in the log for good. */
	private void unreadable(RestoreOrder current, RestoreFailedException why) {
		boolean going = this.order == current;
		fail(current, why);
		if (going && current.begun && this.parts.core.term() == current.term) {
			this.parts.core.stepDown(this.parts.clock.nanoTime());
		}
	}

	private void fail(RestoreOrder failed, RuntimeException why) {
		if (this.order == failed) {
			this.order = null;
			this.uncommitted.clear();
			this.thread.execute(() -> close(failed));
			this.parts.completions.fail(failed.answer, why);
		}
	}

	private static void close(@Nullable StagedSnapshot staged) {
		try {
			if (staged != null) {
				staged.close();
			}
		}
		catch (IOException ex) {
			logger.warn("The file of a restore could not be deleted", ex);
		}
	}

	private static void close(RestoreOrder order) {
		try {
			order.close();
		}
		catch (IOException ex) {
			logger.warn("The file of a restore could not be deleted", ex);
		}
	}

	/** Ends what is going on; the thread may still be waiting for its caller's stream. */
	void close() {
		RestoreOrder current = this.order;
		if (current != null) {
			fail(current, new OutcomeUnknownException("The node is stopped"));
		}
		this.thread.shutdown();
	}

	/** Ends who still waits; nothing of theirs was proposed. */
	void failAll(RuntimeException failure) {
		this.answers.forEach((answer) -> this.parts.completions.fail(answer, failure));
	}

}
