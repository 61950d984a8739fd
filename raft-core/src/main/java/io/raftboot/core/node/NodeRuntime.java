package io.raftboot.core.node;

import java.time.Duration;
import java.util.function.Consumer;

import io.raftboot.core.io.DiskFullException;
import io.raftboot.core.log.Storage;
import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.snapshot.SnapshotStore;
import io.raftboot.core.transport.Transport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One start of a node, from opening its data to releasing them, in the hands of a
 * {@link NodeDriver}: everything here that is not said to be for any thread happens on
 * the loop's.
 */
final class NodeRuntime implements NodeParts.Duties {

	private static final Logger logger = LoggerFactory.getLogger(NodeRuntime.class);

	/** How long each of the node's threads may take to end. */
	static final Duration THREAD_END = Duration.ofSeconds(10);

	/** More than all that {@link #close} waits for may take together. */
	static final Duration ALL_ENDS = THREAD_END.multipliedBy(6);

	private final RaftNodeOptions options;

	private final NodeEnvironment environment;

	private final Machines machines;

	private final PendingLimits limits;

	private final RaftEvents listeners;

	private final DutyRunners runners;

	private @Nullable SharedRunner logWriterRunner;

	private @Nullable SharedRunner applierRunner;

	private @Nullable DutyRunner readerRunner;

	private @Nullable Storage storage;

	private @Nullable SnapshotStore snapshots;

	private @Nullable Transport transport;

	private volatile @Nullable NodeParts parts;

	private volatile boolean stopping;

	private volatile boolean ended;

	private volatile @Nullable String failure;

	NodeRuntime(RaftNodeOptions options, NodeEnvironment environment, Machines machines, PendingLimits limits,
			RaftEvents listeners, DutyRunners runners) {
		this.options = options;
		this.environment = environment;
		this.machines = machines;
		this.limits = limits;
		this.listeners = listeners;
		this.runners = runners;
	}

	/** Makes the loop end soon; for any thread. */
	void stopSoon() {
		this.stopping = true;
		NodeParts running = this.parts;
		if (running != null) {
			running.transport.wakeUp();
		}
	}

	boolean isStopping() {
		return this.stopping;
	}

	/** The parts while the node runs, null before and after. */
	@Nullable NodeParts parts() {
		return this.ended ? null : this.parts;
	}

	/** Why the node stopped itself, null if it did not. */
	@Nullable String failure() {
		return this.failure;
	}

	/** The latest status, also of an ended node; null before it knows any. */
	@Nullable RaftStatus status() {
		NodeParts known = this.parts;
		RaftStatus latest = (known != null) ? known.status.current() : null;
		boolean running = parts() != null && this.failure == null;
		return (latest == null || running) ? latest : IdleStatus.of(latest, this.failure);
	}

	/** Begins; what it has opened is released if it cannot. */
	void open() {
		try {
			openAll();
		}
		catch (Throwable ex) {
			release();
			throw ex;
		}
	}

	private void openAll() {
		this.storage = NodeOpening.storage(this.options, this.environment);
		this.snapshots = NodeOpening.snapshots(this.options, this.environment);
		Recovered recovered = SnapshotRecovery.recover(this.options.nodeId(), this.storage, this.snapshots);
		NodeOpening.machines(this.machines, recovered.log());
		this.transport = MeteredTransport.of(this.environment.newTransport(this.options), this.environment);
		LateListener listener = new LateListener();
		NodeOpening.bind(this.transport, this.options, listener);
		String address = NodeOpening.address(this.options, this.transport);
		NodeParts opened = new NodeParts(this.options, this.storage, recovered,
				NodeOpening.staging(this.options, this.environment), this.transport, this.environment, this.machines,
				this.limits, this.listeners, this, address);
		listener.target(opened.peerDesk);
		this.parts = opened;
		NodeOpening.announce(this.options, address, this.storage.meta().current(), recovered.log(),
				opened.core.membership());
		NodeOpening.warnOfSlowDisk(this.options, this.storage);
		this.applierRunner.start();
		SnapshotRecovery.restore(recovered, opened, this.applierRunner);
		opened.loop.connectToMembers();
		this.logWriterRunner.start();
		this.readerRunner.start();
	}

	/**
	 * Stops everything, in the order in which things depend on each other, whatever of it
	 * fails; on the loop thread.
	 */
	void close() {
		NodeParts closing = this.parts;
		attempt(closing.grants::end);
		attempt(this.transport::close);
		attempt(closing.processHooks::close);
		attempt(closing.restoration::close);
		attempt(closing.inquiries::close);
		closing.applier.endInstalls();
		boolean writerEnded = this.logWriterRunner.close(THREAD_END);
		boolean applierEnded = this.applierRunner.close(THREAD_END);
		if (!applierEnded) {
			closing.applier.stopSoon();
			applierEnded = this.applierRunner.close(THREAD_END);
		}
		boolean readerEnded = this.readerRunner.close(THREAD_END);
		boolean snapshotsEnded = closing.snapshots.close(THREAD_END);
		this.ended = true;
		boolean quiet = applierEnded;
		attempt(() -> new CallEndings(closing, this.failure).endAll(quiet));
		attempt(closing.completions::close);
		if (writerEnded && applierEnded && readerEnded && snapshotsEnded) {
			NodeOpening.close(this.snapshots);
			NodeOpening.close(this.storage);
		}
		else {
			logger.error("{}: a thread still uses the data, which stay locked until this process ends",
					this.options.nodeId());
		}
		String failed = this.failure;
		if (failed != null) {
			attempt(() -> closing.events.dispatch(new RaftEvent.NodeFailed(failed)));
		}
		attempt(closing.events::close);
	}

	private void attempt(Runnable step) {
		try {
			step.run();
		}
		catch (Throwable ex) {
			logger.warn("{}: a step of closing the node failed", this.options.nodeId(), ex);
		}
	}

	/** Undoes what an unfinished start has opened. */
	private void release() {
		this.ended = true;
		if (this.transport != null) {
			this.transport.close();
		}
		if (this.applierRunner != null && !this.applierRunner.close(THREAD_END)) {
			logger.error("{}: the state machine still uses the data, which stay locked until this process ends",
					this.options.nodeId());
			return;
		}
		if (this.snapshots != null) {
			NodeOpening.close(this.snapshots);
		}
		if (this.storage != null) {
			NodeOpening.close(this.storage);
		}
	}

	/** Notes why the node ends, if this is the first reason. */
	void failed(Throwable cause) {
		if (this.failure == null) {
			Throwable root = (cause instanceof NodeFailure && cause.getCause() != null) ? cause.getCause() : cause;
			this.failure = root.toString() + ((root.getCause() != null) ? ": " + root.getCause() : "");
			logger.error("{} has failed and takes part no more", this.options.nodeId(), root);
		}
	}

	/** Ends the node from another of its threads. */
	private void fail(Inbox inbox, Throwable cause) {
		inbox.execute(() -> {
			throw new NodeFailure(cause);
		});
	}

	@Override
	public LogWriter.Listener logWriterListener(Inbox inbox) {
		return new LogWriter.Listener() {

			@Override
			public void persisted(long writeNumber) {
				inbox.persisted(writeNumber);
			}

			@Override
			public void writeFailed(Exception failure) {
				fail(inbox, failure);
			}

			@Override
			public void diskFull(DiskFullException failure) {
				logger.error("{}: no space for the log, waiting: {}", NodeRuntime.this.options.nodeId(),
						failure.getMessage());
			}

		};
	}

	@Override
	public Applier.Listener applierListener(Inbox inbox, NodeLoop loop) {
		return new Applier.Listener() {

			@Override
			public void applied(long index) {
				loop.applied();
			}

			@Override
			public void attemptFailed(Proposal attempt, RuntimeException failure) {
				inbox.execute(() -> loop.attemptFailed(attempt, failure), attempt, failure);
			}

			@Override
			public void initCollected(InitQuestion question) {
				inbox.execute(() -> loop.initCollected(question));
			}

			@Override
			public void snapshotCaptured(SnapshotQuestion question) {
				inbox.execute(() -> NodeRuntime.this.parts.snapshots.captured(question));
			}

			@Override
			public void installed(Installation installation) {
				inbox.execute(() -> NodeRuntime.this.parts.snapshots.installed(installation));
			}

		};
	}

	@Override
	public SharedRunner logWriter(LogWriter duty, Inbox inbox) {
		this.logWriterRunner = this.runners.logWriter("raft-" + this.options.nodeId() + "-log", duty,
				(ex) -> fail(inbox, ex));
		return this.logWriterRunner;
	}

	@Override
	public SharedRunner applier(Applier duty, Inbox inbox) {
		this.applierRunner = this.runners.applier("raft-" + this.options.nodeId() + "-apply", duty,
				(ex) -> fail(inbox, ex));
		return this.applierRunner;
	}

	@Override
	public Runnable reader(CatchUp duty, Inbox inbox) {
		this.readerRunner = this.runners.runner("raft-" + this.options.nodeId() + "-reader", duty,
				(ex) -> fail(inbox, ex));
		return this.readerRunner::wakeUp;
	}

	/** How the duties of this start are run. */
	@FunctionalInterface
	interface DutyRunners {

		DutyRunner runner(String name, Duty duty, Consumer<Throwable> onFailure);

		default SharedRunner logWriter(String name, LogWriter duty, Consumer<Throwable> onFailure) {
			return SharedRunner.of(runner(name, duty, onFailure));
		}

		default SharedRunner applier(String name, Applier duty, Consumer<Throwable> onFailure) {
			return SharedRunner.of(runner(name, duty, onFailure));
		}

	}

	/** Carries a failure of another thread through the loop. */
	private static final class NodeFailure extends RuntimeException {

		private static final long serialVersionUID = 1L;

		NodeFailure(Throwable cause) {
			super(cause);
		}

	}

}
