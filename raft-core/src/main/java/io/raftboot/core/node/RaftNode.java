package io.raftboot.core.node;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.raftboot.core.model.InquiryRequest;
import io.raftboot.core.model.MemberStatus;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.SnapshotMeta;
import io.raftboot.core.statemachine.CommandFailedException;
import io.raftboot.core.statemachine.CommandRejectedException;
import io.raftboot.core.statemachine.StateMachine;
import io.raftboot.core.transport.TransportCounters;
import org.jspecify.annotations.Nullable;

/**
 * One member of a Raft group. Made stopped; {@link #start} and {@link #close} may follow
 * each other any number of times. All methods are for any thread. Futures of commands and
 * reads are completed by the node's applier, on its thread or on the node's loop,
 * failures on a thread of their own; what is chained to them must be short, or use the
 * {@code ...Async} forms.
 */
public final class RaftNode implements AutoCloseable {

	/** Name of the state machine where there is only one. */
	public static final String DEFAULT_MACHINE = "default";

	private final RaftNodeOptions options;

	private final NodeEnvironment environment;

	private final Machines machines;

	private final @Nullable CallMeter meter;

	private final PendingLimits limits;

	private final ReadDesk reads;

	private final CommandDesk commands;

	private final RaftEvents events = new RaftEvents();

	private final NodeDriver.Factory drivers;

	private volatile @Nullable NodeDriver driver;

	/** Begins to put a node together. */
	public static RaftNodeBuilder builder(RaftNodeOptions options) {
		return new RaftNodeBuilder(options);
	}

	/** A node, not started, with at least one state machine by its replicated name. */
	public RaftNode(RaftNodeOptions options, Map<String, StateMachine> stateMachines) {
		this(options, stateMachines, new SystemEnvironment());
	}

	RaftNode(RaftNodeOptions options, Map<String, StateMachine> stateMachines, NodeEnvironment environment) {
		this(options, stateMachines, environment, NodeThreads::new);
	}

	RaftNode(RaftNodeOptions options, Map<String, StateMachine> stateMachines, NodeEnvironment environment,
			NodeDriver.Factory drivers) {
		if (stateMachines.isEmpty()) {
			throw new IllegalArgumentException("A node needs at least one state machine");
		}
		this.options = options;
		this.environment = environment;
		this.drivers = drivers;
		this.machines = new Machines(stateMachines);
		this.meter = CallMeter.of(environment, options);
		this.limits = new PendingLimits("commands", options.pendingProposalsMax(), options.pendingBytesMax(),
				this.meter);
		this.commands = new CommandDesk(options, this.machines, this.limits, environment.clock(), this::parts,
				this::stopped);
		this.reads = new ReadDesk(options, environment, this::parts, this::stopped);
	}

	/**
	 * Opens the data, listens, and takes part. Does not wait for a leader. Does nothing
	 * on a running node.
	 * @throws RaftStartException if it cannot
	 */
	public synchronized void start() {
		NodeDriver known = this.driver;
		if (known != null && known.runtime().parts() != null && known.runtime().failure() == null) {
			return;
		}
		if (known != null) {
			known.stop();
		}
		OptionsCheck.check(this.options);
		NodeDriver fresh = this.drivers.newDriver(this.options, this.environment, this.machines, this.limits,
				this.events);
		this.limits.open();
		this.reads.open();
		fresh.start();
		this.driver = fresh;
	}

	/**
	 * Takes no more commands and reads from this node's callers until it is started
	 * again: they end with {@link RaftStoppedException}. Completes when those that were
	 * taken have ended, on the thread that ended the last one. The node still takes part
	 * in the cluster: {@link #close} comes next.
	 */
	public CompletableFuture<Void> drain() {
		return CompletableFuture.allOf(this.limits.drain(), this.reads.drain());
	}

	/** Stops taking part and releases everything; calls end with a typed error. */
	@Override
	public synchronized void close() {
		NodeDriver known = this.driver;
		if (known != null) {
			known.stop();
		}
	}

	/** See {@link #propose(String, ByteBuffer)}; for the only state machine. */
	public CompletableFuture<Committed> propose(byte[] command) {
		return propose(DEFAULT_MACHINE, ByteBuffer.wrap(command));
	}

	/**
	 * Proposes a command to a state machine, from any node. The future completes when
	 * this node has applied it.
	 * <p>
	 * It fails with {@link NotLeaderException}, {@link RaftBusyException},
	 * {@link CommandTooLargeException}, {@link MachineNotReadyException},
	 * {@link RaftStoppedException} or {@link CommandRejectedException} (surely not
	 * appended), with {@link OutcomeUnknownException} or {@link RaftTimeoutException}
	 * (may or may not commit), or with {@link CommandFailedException} (committed,
	 * answered with an exception).
	 * @param command from position to limit; not to be changed before the future
	 * completes
	 * @throws IllegalArgumentException if there is no state machine of this name
	 */
	public CompletableFuture<Committed> propose(String machine, ByteBuffer command) {
		return this.commands.propose(machine, command);
	}

	/**
	 * Submits a command to the state machine of this name, from any node: it is tried
	 * again through changes of leaders and broken connections until its time is over, and
	 * applied once however often it was sent (thesis 6.3). The future completes when this
	 * node has applied it.
	 * <p>
	 * It fails as {@link #propose(String, ByteBuffer)} does, but for what another attempt
	 * can mend; with {@link SessionExpiredException} if the cluster forgot this node's
	 * session while an attempt was on its way; or with {@link ResultLostException}.
	 * @param command from position to limit; not to be changed before the future
	 * completes
	 * @throws IllegalArgumentException if there is no state machine of this name
	 */
	public CompletableFuture<Committed> submit(String machine, ByteBuffer command) {
		return submit(machine, command, CommandOptions.DEFAULTS);
	}

	/**
	 * The same under a key of the caller, which the cluster remembers for a while
	 * ({@link SessionOptions#keysRemembered}): whoever submits the same command under it
	 * again, on whatever node, gets the answer of the first time. Fails with
	 * {@link KeyReusedException} if another command had the key.
	 * @param key 1 to 255 bytes in UTF-8, for this state machine alone
	 * @throws IllegalArgumentException if there is no state machine of this name, or the
	 * key is too long
	 */
	public CompletableFuture<Committed> submit(String machine, ByteBuffer command, String key) {
		return submit(machine, command, CommandOptions.DEFAULTS.withKey(key));
	}

	/**
	 * The same with options. May hold up the calling thread only if they say so, and
	 * never one of the node's own.
	 * @throws IllegalArgumentException if there is no state machine of this name, or the
	 * key is too long
	 */
	public CompletableFuture<Committed> submit(String machine, ByteBuffer command, CommandOptions options) {
		return this.commands.submit(machine, command, options, null);
	}

	/**
	 * The same, completing with what the reader makes of the answer. Costs less than to
	 * chain it to the future.
	 * @param reader called once, by the applier, when the command was applied and the
	 * future has not ended before; what it throws fails the future, though the command
	 * took effect
	 * @throws IllegalArgumentException if there is no state machine of this name, or the
	 * key is too long
	 */
	public <R extends @Nullable Object> CompletableFuture<R> submit(String machine, ByteBuffer command,
			CommandOptions options, Function<? super Committed, ? extends R> reader) {
		return this.commands.submit(machine, command, options, reader);
	}

	/**
	 * Whether the calling thread is one of a node's own, which must not wait for a node:
	 * the loop, the log writer, or the applier (commits, queries, what is chained to
	 * futures).
	 */
	public static boolean isOwnThread() {
		return NodeThread.isCurrent();
	}

	/**
	 * Highest version of its commands that every member can apply, as far as this node
	 * knows: what may be proposed now. 0 while not every member is known to have the
	 * machine, and on a node that does not run. Cheap.
	 * @throws IllegalArgumentException if there is no state machine of this name
	 */
	public int commandVersion(String machine) {
		Machine target = this.machines.named(machine);
		return (parts() != null) ? target.commandVersion : 0;
	}

	/**
	 * Completes with this node's applied index once a read of this consistency may be
	 * answered from its state. Fails with {@link NotLeaderException},
	 * {@link RaftBusyException} (as many reads may wait as commands),
	 * {@link RaftTimeoutException} or {@link RaftStoppedException}.
	 */
	public CompletableFuture<Long> read(Consistency consistency) {
		return this.reads.read(consistency, 0L);
	}

	/**
	 * Runs a query at this consistency: by the applier between two batches, so that it
	 * sees a state that does not change under it. Machines that allow concurrent queries
	 * are better read on the caller's thread after {@link #read}.
	 */
	public <T> CompletableFuture<T> query(Consistency consistency, Callable<T> query) {
		return this.reads.query(consistency, 0L, query);
	}

	/**
	 * Runs a query on a state that is at least as fresh as the entry at this index, an
	 * acknowledged write's ({@link Committed#index}) on whatever node: asks nobody, and
	 * waits until this node has applied it.
	 */
	public <T> CompletableFuture<T> query(long appliedIndex, Callable<T> query) {
		return this.reads.query(Consistency.LOCAL, appliedIndex, query);
	}

	/**
	 * Takes a snapshot of what this node has applied, writes it to its disk and shortens
	 * the log behind it. Answers with the latest one if nothing was applied since.
	 * <p>
	 * Fails with {@link SnapshotFailedException} or {@link RaftStoppedException}. Does
	 * not time out: how long it takes is up to the state machines.
	 */
	public CompletableFuture<SnapshotMeta> snapshot() {
		return whileRunning((parts) -> parts.snapshots.demand());
	}

	/**
	 * Replaces the state of the whole cluster by that of a snapshot file, which may be
	 * another cluster's; on the leader. Every node takes the state at the same place of
	 * the log; a machine that the file does not know keeps its own. Commands that are
	 * offered meanwhile end with {@link RestoreInProgressException}.
	 * <p>
	 * Only the file's checksums and the names of its state machines are checked before.
	 * One whose bytes a state machine cannot read stops every node for good: the log has
	 * it then, and each start fails at it again. Try it on a copy of the cluster first.
	 * <p>
	 * Completes with the index at which the state was replaced, once this node has. Fails
	 * with {@link NotLeaderException}, {@link RestoreFailedException},
	 * {@link RestoreInProgressException}, {@link MachineNotReadyException} or
	 * {@link RaftStoppedException} (nothing was replaced), or with
	 * {@link OutcomeUnknownException}.
	 * @param snapshotFile the file as it stands in the {@code snap} directory of a node;
	 * read to its end by another thread, and not closed
	 */
	public CompletableFuture<Long> restore(InputStream snapshotFile) {
		return whileRunning((parts) -> parts.restoration.begin(snapshotFile));
	}

	/**
	 * Completes, with the commit index, once it is certain that this node led after the
	 * call and everything committed before is applied here. Fails with
	 * {@link NotLeaderException} if it does not lead.
	 */
	public CompletableFuture<Long> verifyLeader() {
		return whileRunning((parts) -> new LeaderProof(this, parts).begin());
	}

	/**
	 * Has all nodes compare their states, by the digests that state machines give of
	 * them. Completes with the index after which they do, once this node has applied it;
	 * what differs shows in {@link RaftStatus#divergences} of every node a little later,
	 * and what agrees again no more. Fails as {@link #propose(String, ByteBuffer)} does.
	 */
	public CompletableFuture<Long> checkDigests() {
		return whileRunning((parts) -> parts.divergence.beginCheck());
	}

	/**
	 * What a member says of itself. Fails with {@link RaftTimeoutException} if it does
	 * not answer within about this time, or cannot be asked.
	 */
	public CompletableFuture<MemberStatus> statusOf(NodeId member, Duration timeout) {
		return whileRunning((parts) -> PeerCall.begin(parts, new StatusCall(member, parts.deadlineNanos(timeout))));
	}

	/**
	 * Asks the application of a member, or of this node, something that the engine knows
	 * nothing of: what {@link RaftNodeBuilder#answer} gave it an answer to. Fails with
	 * {@link InquiryFailedException}, or with {@link RaftTimeoutException} if it does not
	 * answer within about this time, or cannot be asked.
	 * @throws IllegalArgumentException if the topic is empty or too long
	 */
	public CompletableFuture<byte[]> inquire(NodeId member, String topic, Duration timeout) {
		InquiryRequest.checkTopic(topic);
		return whileRunning(
				(parts) -> PeerCall.begin(parts, new InquiryCall(member, topic, parts.deadlineNanos(timeout))));
	}

	/** Changes the cluster this node belongs to. */
	public RaftAdministration administration() {
		return new RaftAdministration(this::order, this::preview);
	}

	private CompletableFuture<Long> preview(AdminOrder order) {
		return (parts() != null) ? AdminPreview.of(order, status()) : CompletableFuture.failedFuture(stopped());
	}

	private CompletableFuture<Long> order(AdminOrder order) {
		return whileRunning((parts) -> AdminCall.begin(parts, order, this.options.proposalTimeout(), this.meter));
	}

	/** A node that ends before it looks at the call ends it. */
	private <T> CompletableFuture<T> whileRunning(Function<NodeParts, CompletableFuture<T>> call) {
		NodeParts parts = parts();
		if (parts == null) {
			return CompletableFuture.failedFuture(stopped());
		}
		CompletableFuture<T> begun = call.apply(parts);
		if (parts() != parts) {
			begun.completeExceptionally(stopped());
		}
		return begun;
	}

	/** What the node knows of itself, at most some milliseconds old; never blocks. */
	public RaftStatus status() {
		NodeRuntime known = runtime();
		RaftStatus latest = (known != null) ? known.status() : null;
		return (latest != null) ? latest : IdleStatus.of(this.options);
	}

	/** Bytes that can still be written beside its data; asks the file system, if any. */
	public OptionalLong freeBytes() {
		NodeParts parts = parts();
		return (parts != null) ? parts.storage.freeBytes() : OptionalLong.empty();
	}

	/**
	 * Where this node listens for its peers, {@code host:port}; with a port of 0 in its
	 * options the one that it got.
	 * @throws RaftStoppedException if it does not run
	 */
	public String boundAddress() {
		NodeParts parts = parts();
		if (parts == null) {
			throw stopped();
		}
		return parts.transport.boundAddress();
	}

	/** What its network did in this start; zeros while it does not run. */
	public TransportCounters transportCounters() {
		NodeParts parts = parts();
		return (parts != null) ? parts.transport.counters() : TransportCounters.ZERO;
	}

	/** The leadership that is granted to this node and not revoked; cheap. */
	public @Nullable Leadership leadership() {
		NodeParts parts = parts();
		return (parts != null) ? parts.grants.current() : null;
	}

	/** Who hears of what happens in this node. */
	public RaftEvents events() {
		return this.events;
	}

	/** Adds a listener; it hears of all events from now on. */
	public void addListener(RaftEventListener listener) {
		this.events.subscribe(listener);
	}

	@Nullable NodeParts parts() {
		NodeRuntime known = runtime();
		return (known != null) ? known.parts() : null;
	}

	private @Nullable NodeRuntime runtime() {
		NodeDriver known = this.driver;
		return (known != null) ? known.runtime() : null;
	}

	private RaftStoppedException stopped() {
		NodeRuntime known = runtime();
		String failure = (known != null) ? known.failure() : null;
		return new RaftStoppedException(
				(failure != null) ? "The node has failed: " + failure : "The node is not running");
	}

}
