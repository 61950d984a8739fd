package io.raftboot.core.node;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.ForwardRequest;
import io.raftboot.core.model.ForwardResponse;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.model.Role;
import io.raftboot.core.model.SnapshotMeta;

/**
 * The whole node on one screen: everything that happens to it passes through
 * {@link #doWork}, on one thread at a time, which is also the network's. Never blocks
 * except in {@link #await}, and for what it writes and applies itself when that is little
 * ({@link DutySeat}).
 */
final class NodeLoop implements NodeObserver, PeerDesk.ForwardedIn {

	/** The caller is not the loop any more, but the log writer. */
	static final int WRITER_NOW = -1;

	/** The caller is not the loop any more, but the applier. */
	static final int APPLIER_NOW = -2;

	private static final long WAIT_NANOS_MAX = 2 * Housekeeping.INTERVAL_NANOS;

	private static final int READS_PER_TURN_MAX = 4096;

	private final NodeParts parts;

	private final OwnDisk disk;

	private final Housekeeping housekeeping;

	private final long proposalTimeoutNanos;

	private final int backlogMax;

	private final Consumer<ReadRequest> addRead;

	private List<Peer> contacts = List.of();

	private boolean membershipChanged;

	private ClusterId knownClusterId;

	private ClusterId newClusterId = ClusterId.NONE;

	private long seenAppliedIndex;

	private volatile boolean signalApplied;

	private boolean applyAwaited;

	private boolean queriesHanded;

	NodeLoop(NodeParts parts, RaftNodeOptions options, ClusterId knownClusterId) {
		this.parts = parts;
		this.disk = new OwnDisk(parts);
		this.proposalTimeoutNanos = options.proposalTimeout().toNanos();
		this.housekeeping = new Housekeeping(parts, parts.clock.nanoTime());
		this.backlogMax = options.pendingProposalsMax();
		this.addRead = (read) -> this.parts.reads.add(read);
		this.knownClusterId = knownClusterId;
	}

	/**
	 * One turn; returns how much was done, 0 if the loop may wait, less than that
	 * ({@link #WRITER_NOW}, {@link #APPLIER_NOW}) if the caller is not the loop any more
	 * and must leave it alone.
	 */
	int doWork() {
		int work = this.parts.transport.poll();
		// Not before: what the messages of this turn noted must not lie in the future.
		long nowNanos = this.parts.clock.nanoTime();
		work += drainInbox(nowNanos);
		// A lease is judged by a time after the read it is for was taken in.
		nowNanos = this.parts.clock.nanoTime();
		boolean changed = this.parts.leadership.check() || this.membershipChanged;
		advance(nowNanos);
		// Last, so that what it would say of the commit index travels with entries where
		// there are some.
		this.parts.core.tick(nowNanos);
		changed |= this.parts.leadership.check();
		if (this.parts.commitTimes != null) {
			this.parts.commitTimes.advance((this.parts.core.role() == Role.LEADER) ? this.parts.core.term() : 0L,
					this.parts.core.commitIndex(), nowNanos);
		}
		this.parts.grants.advance(nowNanos);
		this.parts.snapshots.advance(nowNanos);
		this.parts.catchUp.advance();
		work += this.parts.outbox.send();
		// Before anybody hears of what it tells.
		this.parts.status.publish(nowNanos, changed || this.membershipChanged, work > 0);
		int concluded = conclude(nowNanos);
		if (concluded < 0) {
			return concluded;
		}
		work += concluded;
		this.parts.completions.flush();
		this.housekeeping.tick(nowNanos);
		return work + this.disk.await();
	}

	/**
	 * Has log writer and applier do their parts. On a leader callers wait for the
	 * applier, on a follower the leader waits for the disk: that one comes first.
	 */
	private int conclude(long nowNanos) {
		if (this.parts.core.role() == Role.LEADER) {
			return concludeLeading(nowNanos);
		}
		if (!this.disk.writeFollowing(nowNanos)) {
			return WRITER_NOW;
		}
		int work = this.parts.outbox.conclude();
		return apply(true) ? work : APPLIER_NOW;
	}

	/**
	 * The loop applies while the writer writes, or has the applier apply while it writes
	 * itself.
	 */
	private int concludeLeading(long nowNanos) {
		int work = this.parts.outbox.conclude();
		if (this.disk.decideLeading(nowNanos)) {
			apply(false);
			return this.disk.writeLeading() ? work : WRITER_NOW;
		}
		if (!this.disk.writeLeading()) {
			return WRITER_NOW;
		}
		return apply(true) ? work : APPLIER_NOW;
	}

	/** False if the caller is not the loop any more. */
	private boolean apply(boolean mayRun) {
		return this.parts.applierWakeUp.advance(this.applyAwaited, mayRun && !this.queriesHanded);
	}

	/**
	 * Waits for the network, a wake-up, or the next deadline of the protocol or the
	 * status.
	 */
	void await() {
		this.parts.transport.await(waitNanos());
	}

	/** Whether a leader does well to wait a moment before the next turn. */
	boolean expectsMoreCommands() {
		return this.parts.core.role() == Role.LEADER && this.parts.bursts.isMoreExpected()
				&& !this.parts.littleWrites.isReading(this.parts.clock.nanoTime());
	}

	/** Grows with each entry that a disk has to take. */
	long lastIndex() {
		return this.parts.core.lastIndex();
	}

	/** How long it may wait for the network or a wake-up. */
	long waitNanos() {
		long nowNanos = this.parts.clock.nanoTime();
		long wait = Math.min(this.parts.core.nextDeadlineNanos() - nowNanos, WAIT_NANOS_MAX);
		wait = Math.min(wait, this.parts.applierWakeUp.waitNanos(nowNanos));
		wait = Math.min(wait, this.parts.status.dueNanos(nowNanos));
		wait = Math.min(wait, this.parts.snapshots.waitNanos());
		wait = Math.min(wait, this.parts.grants.waitNanos(nowNanos));
		wait = Math.min(wait, this.parts.catchUp.waitNanos(nowNanos));
		if (this.parts.core.leader() != null) {
			wait = Math.min(wait, this.parts.retries.waitNanos(nowNanos));
			wait = Math.min(wait, this.parts.session.waitNanos(nowNanos));
		}
		return Math.max(1L, wait);
	}

	private int drainInbox(long nowNanos) {
		int work = this.disk.takePersisted(nowNanos);
		for (Inbox.LoopTask t = this.parts.inbox.pollTask(); t != null; t = this.parts.inbox.pollTask()) {
			t.action().run();
			work++;
		}
		if (this.parts.inbox.hasProposals()) {
			work += takeProposals();
		}
		int reads = this.parts.inbox.drainReads(READS_PER_TURN_MAX, this.addRead);
		if (reads > 0) {
			this.parts.littleWrites.read(nowNanos);
		}
		return work + reads;
	}

	private int takeProposals() {
		CallChain<Proposal> unnumbered = new CallChain<>();
		CallChain<Proposal> others = new CallChain<>();
		int taken = this.parts.inbox
			.drainProposals((proposal) -> (proposal.wantsNumber() ? unnumbered : others).add(proposal));
		this.parts.bursts.taken(taken);
		this.parts.session.addAll(unnumbered);
		this.parts.proposer.addAll(others);
		return taken;
	}

	private void take(Proposal proposal) {
		if (proposal.wantsNumber()) {
			this.parts.session.add(proposal);
		}
		else {
			this.parts.proposer.add(proposal);
		}
	}

	/** The applier could not answer this attempt. */
	void attemptFailed(Proposal attempt, RuntimeException failure) {
		if (failure instanceof SessionExpiredException && attempt.isRepeatable()) {
			sessionExpired(attempt, failure);
		}
		else {
			this.parts.completions.fail(attempt, failure);
		}
	}

	/**
	 * The cluster has forgotten the session of a command and did not apply it: it gets a
	 * number in another one, unless an earlier attempt may have been applied.
	 */
	private void sessionExpired(Proposal attempt, RuntimeException failure) {
		this.parts.session.expired(attempt.session);
		if (attempt.superseded || attempt.isOver()) {
			return;
		}
		attempt.superseded = true;
		if (attempt.uncertain) {
			this.parts.completions.fail((CompletableFuture<?>) attempt, failure);
		}
		else {
			this.parts.session.add(attempt.inAnotherSession());
		}
	}

	/** Moves on with what waits in the node for the state the protocol is in now. */
	private void advance(long nowNanos) {
		if (this.membershipChanged) {
			this.membershipChanged = false;
			takeMembership();
		}
		if (this.parts.core.leader() != null) {
			this.parts.retries.advance(nowNanos, this::take);
			this.parts.session.advance(nowNanos, this.parts.proposer::addAll);
		}
		this.parts.administration.desk().advance(nowNanos);
		this.parts.catalogue.refresh();
		this.parts.initGate.advance(nowNanos);
		if (this.parts.initGate.ask()) {
			this.parts.wakeApplier.run();
		}
		// After the gate had its chance to open: nothing else would wake the loop for
		// them.
		this.parts.restoration.advance(nowNanos);
		if (this.parts.restoration.isBlocking()) {
			this.parts.proposer.failAll(new RestoreInProgressException("The state is being restored from a snapshot"));
		}
		else if (this.parts.initGate.isOpen()) {
			this.parts.proposer.advance(nowNanos);
		}
		long readId = this.parts.reads.askLinearizable();
		if (readId != 0L) {
			this.parts.core.readIndex(readId, false, nowNanos);
		}
		readId = this.parts.reads.askLease();
		if (readId != 0L) {
			this.parts.core.readIndex(readId, true, nowNanos);
		}
	}

	@Override
	public int handOver() {
		long handedIndex = this.parts.handOver.handedIndex();
		int items = this.parts.handOver.handOver(this.parts.outbox.commitIndex());
		int reads = this.parts.reads.release(this.parts.applier.appliedIndex(), this.parts.applier);
		int news = signalWhenApplied();
		if (items + reads > 0) {
			this.parts.applierWakeUp.handed(this.parts.handOver.handedIndex() - handedIndex,
					this.parts.handOver.isFromDisk());
		}
		this.queriesHanded = reads > 0;
		this.applyAwaited = reads > 0 || this.signalApplied || this.parts.handOver.isAwaited();
		return items + reads + news;
	}

	/**
	 * The applier wakes the loop only while something waits for it; what it applied while
	 * this was being said is looked at once more.
	 */
	private int signalWhenApplied() {
		boolean waiting = this.parts.reads.isWaitingForApply() || !this.parts.initGate.isOpen()
				|| this.parts.outbox.commitIndex() > this.parts.handOver.handedIndex()
				|| this.parts.restoration.isBlocking() || this.parts.grants.isWaitingForApply();
		this.signalApplied = waiting;
		long applied = this.parts.applier.appliedIndex();
		boolean more = waiting && applied != this.seenAppliedIndex;
		if (applied != this.seenAppliedIndex) {
			this.seenAppliedIndex = applied;
			this.parts.core.onApplied(applied);
		}
		return more ? 1 : 0;
	}

	/** Called by the applier after each run. */
	void applied() {
		if (this.signalApplied) {
			this.parts.transport.wakeUp();
		}
	}

	@Override
	public void sendSnapshot(NodeId to) {
		this.parts.snapshots.send(to);
	}

	@Override
	public void installSnapshot(SnapshotMeta snapshot) {
		this.parts.snapshots.install(snapshot);
	}

	@Override
	public void event(RaftEvent event) {
		if (this.parts.electionTimes != null) {
			this.parts.electionTimes.event(event);
		}
		this.parts.events.dispatch(event);
	}

	@Override
	public void configuration(long index, ConfigurationEntry configuration) {
		this.membershipChanged = true;
		this.newClusterId = configuration.clusterId();
	}

	/** The machines have said what they contribute. */
	void initCollected(InitQuestion question) {
		this.parts.initGate.collected(question, this.parts.clock.nanoTime());
	}

	private void takeMembership() {
		if (!this.newClusterId.isNone() && !this.newClusterId.equals(this.knownClusterId)) {
			this.knownClusterId = this.newClusterId;
			this.parts.outbox.write(WriteItem.clusterId(this.newClusterId));
		}
		connectToMembers();
	}

	/** Talks to every member, and to those who are about to be one or to be none. */
	void connectToMembers() {
		this.contacts = contacts();
		this.parts.transport.connectTo(this.contacts);
	}

	/** The same, if there is anybody else to talk to than before, or elsewhere. */
	void reconnect() {
		if (!contacts().equals(this.contacts)) {
			connectToMembers();
		}
	}

	private List<Peer> contacts() {
		List<Peer> contacts = this.parts.core.contacts();
		this.parts.administration.addContacts(contacts);
		return contacts;
	}

	@Override
	public void onForwardRequest(ForwardRequest request) {
		if (this.parts.proposer.backlogSize() + request.commands().size() > this.backlogMax) {
			this.parts.transport.send(request.from(),
					new ForwardResponse(this.parts.self, this.parts.core.term(), request.firstRequestId(),
							request.commands().size(), ForwardResponse.Status.BUSY, 0L,
							"The leader has too many commands waiting"));
			return;
		}
		if (this.parts.core.role() != Role.LEADER) {
			this.parts.transport.send(request.from(), new ForwardResponse(this.parts.self, this.parts.core.term(),
					request.firstRequestId(), request.commands().size(), ForwardResponse.Status.NOT_LEADER, 0L, ""));
			return;
		}
		long deadline = this.parts.clock.nanoTime() + this.proposalTimeoutNanos;
		this.parts.forwardIntake.onRequest(request, deadline, this.parts.proposer::add);
	}

}
