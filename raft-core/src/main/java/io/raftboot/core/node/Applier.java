package io.raftboot.core.node;

import java.io.IOException;

import io.raftboot.core.log.LogStore;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryCursor;
import io.raftboot.core.snapshot.StagedSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Feeds committed entries to the state machines, completes the callers that wait for
 * them, and runs queries between batches. All user code of the commit path runs here, on
 * the applier's thread, on the loop where it is little ({@link DutySeat}), or inline in a
 * simulation; never twice at once.
 */
final class Applier implements LittleDuty {

	/**
	 * A run of commits (one {@code beginBatch} to {@code endBatch}) ends at these sizes.
	 */
	private static final int RUN_ENTRIES_MAX = 4096;

	private static final int READ_BYTES_MAX = 1 << 20;

	private final Machines machines;

	private final LogStore log;

	private final RestoreStage restore;

	private final Listener listener;

	private final @Nullable NodeMeter meter;

	private final NodeClock clock;

	private final MpscQueue<ApplyItem> entries = new MpscQueue<>();

	private final AppliedReads reads = new AppliedReads();

	private final MpscQueue<InitQuestion> initQuestions = new MpscQueue<>();

	private final MpscQueue<SnapshotQuestion> snapshotQuestions = new MpscQueue<>();

	private final EntryCursor cursor = new EntryCursor();

	private final AppliedRun applied;

	private volatile long appliedIndex;

	private volatile long appliedBytes;

	/** Changed by who does the work. */
	private volatile long usualRunNanos;

	private volatile boolean uninitialised = true;

	private volatile boolean stopping;

	private volatile boolean endingInstalls;

	/** Entries up to here are not applied any more: a snapshot takes their place. */
	private volatile long replacedIndex;

	/** The snapshot at which a run ended. */
	private @Nullable ApplyItem nextInstall;

	/** What is being applied: its callers are known nowhere else. */
	private @Nullable ApplyItem current;

	Applier(Machines machines, LogStore log, RestoreStage restore, Listener listener, @Nullable NodeMeter meter,
			NodeClock clock) {
		this.meter = meter;
		this.clock = clock;
		this.restore = restore;
		this.machines = machines;
		this.log = log;
		this.listener = listener;
		this.applied = new AppliedRun(listener);
	}

	void offer(ApplyItem item) {
		this.entries.offer(item);
	}

	/**
	 * Queues a snapshot. What is waiting in front of it is left out: its entries may be
	 * gone from the log before they are read.
	 */
	void install(ApplyItem item) {
		this.replacedIndex = item.lastIndex;
		this.entries.offer(item);
	}

	/** Asks for the state of the machines as it is now. */
	void offer(SnapshotQuestion question) {
		this.snapshotQuestions.offer(question);
	}

	/** Queues queries whose index is applied already. */
	void offer(ReadGroup group) {
		this.reads.offer(group);
	}

	/** Asks for the pre-existing state of machines that nobody has touched. */
	void offer(InitQuestion question) {
		this.initQuestions.offer(question);
	}

	/** Up to here every effect is in the state machines and every caller was told. */
	long appliedIndex() {
		return this.appliedIndex;
	}

	/** Bytes of all items applied so far. */
	long appliedBytes() {
		return this.appliedBytes;
	}

	/** Whether some machine has seen neither INIT nor a command. */
	boolean isUninitialised() {
		return this.uninitialised;
	}

	/** Leaves what waits as it is, for a stop that cannot wait for it; for any thread. */
	void stopSoon() {
		this.stopping = true;
	}

	/**
	 * Breaks off the snapshot that is being installed, or the next one, which fails the
	 * applier: the next start installs it. For a node that stops, for any thread.
	 */
	void endInstalls() {
		this.endingInstalls = true;
	}

	@Override
	public int doWork() {
		if (this.stopping) {
			return 0;
		}
		try {
			return applyRun() + this.reads.answer(this.appliedIndex) + answerInitQuestions()
					+ answerSnapshotQuestions();
		}
		catch (IOException ex) {
			throw failed(ex);
		}
	}

	/** How long a run of commits takes, until its callers are told. */
	@Override
	public long usualNanos() {
		return this.usualRunNanos;
	}

	/** Entries alone: queries and snapshots are asked for by others. */
	@Override
	public void doLittle() {
		if (this.stopping) {
			return;
		}
		try {
			applyRun();
		}
		catch (IOException ex) {
			throw failed(ex);
		}
	}

	private static IllegalStateException failed(IOException failure) {
		return new IllegalStateException("The state machine failed on this node", failure);
	}

	private int applyRun() throws IOException {
		ApplyItem item = (this.nextInstall != null) ? this.nextInstall : this.entries.poll();
		if (item == null) {
			return 0;
		}
		if (item.installation != null) {
			this.nextInstall = null;
			install(item.installation);
			return 1;
		}
		int count = 0;
		long startNanos = this.clock.nanoTime();
		long lastIndex = this.appliedIndex;
		long bytes = 0;
		while (item != null && item.installation == null) {
			this.current = item;
			count++;
			if (item.lastIndex > this.replacedIndex && item.firstIndex != lastIndex + 1) {
				throw new IllegalStateException("Entry " + item.firstIndex + " would be applied after " + lastIndex);
			}
			long reached = applyUnlessReplaced(item);
			if (reached >= item.firstIndex) {
				count += (int) (reached - item.firstIndex);
				lastIndex = reached;
				this.applied.add(item, reached);
			}
			bytes += item.bytes();
			item = (count < RUN_ENTRIES_MAX && !this.stopping) ? this.entries.poll() : null;
		}
		this.nextInstall = item;
		this.current = null;
		this.machines.endBatch(lastIndex);
		if (this.meter != null && lastIndex > this.appliedIndex) {
			this.meter.batchApplied((int) (lastIndex - this.appliedIndex), this.clock.nanoTime() - startNanos);
			this.machines.tell(this.meter);
		}
		this.uninitialised = this.uninitialised && this.machines.isUninitialised();
		this.appliedIndex = lastIndex;
		this.appliedBytes += bytes; // written by one thread at a time
		this.applied.answer();
		long usual = this.usualRunNanos;
		this.usualRunNanos = usual + (this.clock.nanoTime() - startNanos - usual) / 8;
		this.listener.applied(lastIndex);
		return count;
	}

	/** Index of the last entry that was applied. */
	private long applyUnlessReplaced(ApplyItem item) throws IOException {
		long reached = item.firstIndex - 1;
		if (item.lastIndex > this.replacedIndex) {
			reached = (item.batch != null) ? apply(item.batch, item) : applyFromLog(item);
		}
		for (long index = reached + 1; index <= item.lastIndex; index++) {
			Proposal proposal = item.proposal(index);
			if (proposal != null) {
				this.listener.attemptFailed(proposal,
						new OutcomeUnknownException("A snapshot took the place of entry " + index + " on this node"));
			}
		}
		return reached;
	}

	/** Replay after a restart, or a node that fell behind its cache. */
	private long applyFromLog(ApplyItem item) throws IOException {
		long reached = item.firstIndex - 1;
		while (reached < item.lastIndex) {
			EntryBatch batch;
			try {
				batch = this.log.read(reached + 1, item.lastIndex, READ_BYTES_MAX);
			}
			catch (IOException | RuntimeException ex) {
				if (item.lastIndex <= this.replacedIndex) {
					return reached; // the log was replaced while it was read
				}
				throw ex;
			}
			reached = apply(batch, item);
		}
		return reached;
	}

	/**
	 * Nothing goes back: what a machine has kept beyond the snapshot stays.
	 */
	private void install(Installation installation) throws IOException {
		long startNanos = (this.meter != null) ? this.clock.nanoTime() : 0L;
		try (installation) {
			if (installation.index() > this.appliedIndex) {
				this.restore.drop();
				this.machines.restore(installation.content(() -> this.endingInstalls), installation.index());
				this.uninitialised = this.machines.isUninitialised();
				this.appliedIndex = installation.index();
			}
			installation.installed();
		}
		catch (Throwable ex) {
			measure(installation, false, startNanos);
			installation.failed(ex);
			throw ex;
		}
		measure(installation, true, startNanos);
		this.listener.applied(this.appliedIndex);
		if (installation.from() != null) {
			this.listener.installed(installation);
		}
	}

	private void measure(Installation installation, boolean successful, long startNanos) {
		if (this.meter != null) {
			this.meter.snapshotEnded((installation.from() != null) ? SnapshotOperation.INSTALL : SnapshotOperation.LOAD,
					successful, this.clock.nanoTime() - startNanos);
			this.machines.tell(this.meter);
		}
	}

	private long apply(EntryBatch batch, ApplyItem item) throws IOException {
		this.cursor.reset(batch);
		while (this.cursor.next()) {
			long index = this.cursor.index();
			if (this.restore.isOpen()) {
				this.restore.entryOf(this.cursor.term());
			}
			switch (this.cursor.type()) {
				case COMMAND ->
					this.machines.commit(index, this.cursor.term(), this.cursor.view(), item.proposal(index));
				case INIT -> this.machines.init(index, this.cursor.term(), this.cursor.payload());
				case RESTORE -> restore(index);
				case NO_OP, CONFIGURATION -> {
				}
			}
		}
		return batch.lastIndex();
	}

	private void restore(long index) throws IOException {
		StagedSnapshot complete = this.restore.add(this.cursor.term(), this.cursor.payload(), () -> this.stopping);
		if (complete != null) {
			try (StateContent content = new StateContent(complete)) {
				this.machines.replace(content, index);
			}
		}
	}

	private int answerInitQuestions() throws IOException {
		InitQuestion question = this.initQuestions.poll();
		if (question == null) {
			return 0;
		}
		question.collect();
		this.listener.initCollected(question);
		return 1;
	}

	private int answerSnapshotQuestions() {
		SnapshotQuestion question = this.snapshotQuestions.poll();
		if (question == null) {
			return 0;
		}
		if (!this.restore.isOpen()) {
			question.answer(this.machines, this.appliedIndex);
		}
		this.listener.snapshotCaptured(question);
		return 1;
	}

	/**
	 * Ends every call that still waits here, commands with one failure and queries with
	 * another; only after the applier has stopped.
	 */
	void failWaiting(RuntimeException failure, RuntimeException queryFailure) {
		this.applied.failAll(failure);
		failWaiting(this.current, failure);
		failWaiting(this.nextInstall, failure);
		this.nextInstall = null;
		this.restore.drop();
		this.current = null;
		for (ApplyItem item = this.entries.poll(); item != null; item = this.entries.poll()) {
			failWaiting(item, failure);
		}
		this.reads.failAll(queryFailure);
	}

	private static void failWaiting(@Nullable ApplyItem item, RuntimeException failure) {
		if (item != null) {
			item.forEachProposal((proposal) -> proposal.completeExceptionally(failure));
			if (item.installation != null) {
				item.installation.close();
			}
		}
	}

	/** Whom the applier reports to; called where its work is done. */
	interface Listener {

		void applied(long index);

		/** The command was not applied by this attempt, but may be by another one. */
		void attemptFailed(Proposal attempt, RuntimeException failure);

		void initCollected(InitQuestion question);

		void snapshotCaptured(SnapshotQuestion question);

		/** State and applied index are those of a snapshot now. */
		void installed(Installation installation);

	}

}
