package io.raftboot.core.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

import io.raftboot.core.log.Meta;
import io.raftboot.core.log.RecoveredLog;
import io.raftboot.core.log.Storage;
import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryCursor;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.protocol.IndexedConfiguration;
import io.raftboot.core.protocol.InitialState;
import io.raftboot.core.protocol.RaftCore;
import io.raftboot.core.protocol.RaftSettings;
import io.raftboot.core.protocol.TermIndex;
import io.raftboot.core.snapshot.StagingArea;
import io.raftboot.core.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one running node, put together once per start. Nothing is decided here:
 * who knows whom can be read off the constructor.
 */
final class NodeParts {

	private static final long COMMIT_NEWS_DELAY_NANOS_MAX = 2_000_000L;

	/**
	 * Entries in one batch of the leader, which so is one piece of memory and one
	 * message; a larger single command goes alone.
	 */
	static final int BATCH_BYTES_MAX = EntryArena.SMALL_BYTES_MAX;

	/** Several commands in one message, whoever sends it. */
	static final int MESSAGE_BYTES_MAX = 1 << 20;

	/**
	 * On their way to one peer. What waits beyond that is sent by and by, copied together
	 * out of several batches, so that there should be room for all that is usually
	 * outstanding.
	 */
	private static final long IN_FLIGHT_BYTES_MAX = 8L << 20;

	final NodeId self;

	final NodeClock clock;

	/** Null where nothing is measured, as what belongs to it. */
	final @Nullable NodeMeter meter;

	final @Nullable CommitTimes commitTimes;

	final @Nullable ElectionTimes electionTimes;

	final Storage storage;

	final Transport transport;

	final Inbox inbox;

	final Machines machines;

	final MachineCatalogue catalogue;

	final Completions completions;

	final Retries retries;

	final NodeSession session;

	final EventDispatcher events;

	final EntryCache cache;

	final LogWriter logWriter;

	final LittleWrites littleWrites;

	final Bursts bursts;

	final Applier applier;

	final CatchUp catchUp;

	final SendRate sendRate;

	final PendingReads reads;

	final Outbox outbox;

	final RaftCore core;

	final ForwardedCalls forwarded;

	final ForwardIntake forwardIntake;

	final ProcessHooks processHooks;

	final Proposer proposer;

	final CommitHandOver handOver;

	final InitGate initGate;

	final SnapshotDesk snapshots;

	final Restoration restoration;

	private final RandomGenerator random;

	final LeadershipGrants grants;

	final LeadershipWatch leadership;

	final LeaderNews leaderNews;

	final Administration administration;

	final InquiryDesk inquiries;

	final StatusExchange statuses;

	final PeerDesk peerDesk;

	final DivergenceWatch divergence;

	final StatusBoard status;

	final NodeLoop loop;

	final SharedRunner logWriterRunner;

	final Runnable wakeApplier;

	final ApplierWakeUp applierWakeUp;

	NodeParts(RaftNodeOptions options, Storage storage, Recovered recovered, StagingArea staging, Transport transport,
			NodeEnvironment environment, Machines machines, PendingLimits limits, RaftEvents listeners, Duties duties,
			String address) {
		Meta meta = storage.meta().current();
		this.self = options.nodeId();
		this.clock = environment.clock();
		this.meter = environment.meter();
		this.commitTimes = (this.meter != null) ? new CommitTimes(this.meter) : null;
		this.electionTimes = (this.meter != null) ? new ElectionTimes(this.meter, this.clock) : null;
		this.random = environment.random();
		this.storage = storage;
		this.transport = transport;
		this.machines = machines;
		this.inbox = new Inbox(transport::wakeUp);
		this.retries = new Retries(this.clock);
		this.completions = new Completions(environment.newExecutor("raft-" + this.self + "-completions"), this.retries);
		this.session = new NodeSession(options.sessions(), options.proposalTimeout().toNanos(), machines.engine(),
				this.inbox, this.clock);
		this.events = new EventDispatcher(listeners, () -> environment.newExecutor("raft-" + this.self + "-events"));
		this.loop = new NodeLoop(this, options, meta.clusterId());
		this.sendRate = new SendRate(options.snapshots().sendBytesPerSecond(), this.clock.nanoTime());
		EntryArena arena = new EntryArena(options.cacheBytes());
		// The other half is for what is not durable and applied yet.
		this.cache = new EntryCache(storage.log(), arena, options.cacheBytes() / 2);
		this.logWriter = new LogWriter(storage, duties.logWriterListener(this.inbox), this.meter, this.clock);
		this.applier = new Applier(machines, storage.log(), new RestoreStage(staging),
				duties.applierListener(this.inbox, this.loop), this.meter, this.clock);
		this.catchUp = new CatchUp(storage.log(), this.inbox, transport, this.cache, this.sendRate, this.clock);
		this.logWriterRunner = duties.logWriter(this.logWriter, this.inbox);
		SharedRunner applierRunner = duties.applier(this.applier, this.inbox);
		this.wakeApplier = applierRunner::wakeUp;
		this.applierWakeUp = new ApplierWakeUp(applierRunner::runOrWake, this.clock);
		this.reads = new PendingReads(this.completions, () -> new NotLeaderException(leader()));
		this.littleWrites = new LittleWrites(this.clock.nanoTime());
		this.bursts = new Bursts(this.inbox, this.logWriter::usualNanos);
		this.outbox = new Outbox(transport, this.cache, this.logWriter, this.littleWrites, this.catchUp, this.reads,
				this.loop, this.completions);
		List<Peer> bootstrapPeers = bootstrapPeers(options, address);
		this.core = new RaftCore(settings(options), initialState(meta, recovered, bootstrapPeers), this.cache,
				environment.random(), this.outbox, this.clock.nanoTime());
		this.catalogue = new MachineCatalogue(this.self, this.core::membership, machines);
		this.catchUp.connect(duties.reader(this.catchUp, this.inbox),
				(peer, term) -> this.core.term() == term && this.self.equals(this.core.leader()));
		this.forwarded = new ForwardedCalls(this.self, transport, this.completions, environment.random());
		this.forwardIntake = new ForwardIntake(this.self, this.core, transport, machines, options.commandBytesMax());
		this.processHooks = new ProcessHooks(
				environment.newExecutor("raft-" + this.self + "-process", ProcessHooks.THREADS,
						options.pendingProposalsMax()),
				options.commandBytesMax(), this.inbox, this.forwardIntake, this.completions);
		this.proposer = new Proposer(this.core, this.outbox, this.forwarded, this.forwardIntake, this.processHooks,
				this.completions, this.catalogue, this.clock, arena, this.session, this.commitTimes, BATCH_BYTES_MAX);
		this.handOver = new CommitHandOver(this.core, this.cache, arena, this.applier, this.forwarded,
				recovered.snapshotIndex());
		this.initGate = new InitGate(this.core, this.outbox, this.applier, machines, this.catalogue, this.clock);
		this.snapshots = new SnapshotDesk(this, recovered.snapshots(), options, environment);
		this.restoration = new Restoration(this, staging, environment.newExecutor("raft-" + this.self + "-restore"));
		long promiseNanos = (meta.hardState().term() > 0L) ? options.electionTimeout().toNanos() : 0L;
		this.grants = new LeadershipGrants(this.self, this.core, this.applier, this.events, this.completions,
				this.clock, promiseNanos);
		this.leadership = new LeadershipWatch(this.self, this.core, this.cache, this.forwarded, this.initGate,
				this.grants, this.completions);
		this.leaderNews = new LeaderNews(this.core, this.reads, this.clock);
		Peer own = new Peer(this.self, address, meta.incarnation());
		OwnAddress ownAddress = new OwnAddress(this.core, own, isAddressConfigured(options));
		this.administration = administration(options, environment, own, ownAddress);
		HandshakeCheck handshake = new HandshakeCheck(this.core, own, ownAddress, RaftNodeOptions.GROUP, bootstrapPeers,
				this.catalogue, machines.advertised(), options.electionPriority());
		handshake.joining(this.administration::isJoining);
		this.inquiries = new InquiryDesk(environment.answers(),
				environment.newExecutor("raft-" + this.self + "-inquiries", 1, InquiryDesk.WAITING_MAX), this.inbox);
		this.statuses = new StatusExchange(this.self, transport, this.completions, this::currentStatus, this.inquiries,
				this.clock.nanoTime());
		this.peerDesk = new PeerDesk(this.self, this.core, arena, handshake, this.catalogue, this.forwarded,
				this.handOver, this.snapshots, this.clock, this.loop, this.administration, this.leaderNews,
				this.statuses, this.littleWrites, new ElectionTimeoutCheck(this.self, options.electionTimeout()));
		this.divergence = new DivergenceWatch(this, options.digestInterval(), options.proposalTimeout());
		this.status = new StatusBoard(options, address, this.core, storage, this.applier, limits, this.peerDesk,
				this.snapshots, this.catalogue, machines.digests(), this.leaderNews, this.reads);
	}

	private Administration administration(RaftNodeOptions options, NodeEnvironment environment, Peer self,
			OwnAddress ownAddress) {
		Guests guests = new Guests(this.transport, this.loop::connectToMembers);
		Joiner joiner = new Joiner(self, options.join(), options.peers(), this.core, this.transport,
				environment.random(), this.loop::connectToMembers, this.clock.nanoTime());
		PeerAddresses addresses = new PeerAddresses(this.core, this.self);
		return new Administration(
				new AdminDesk(this.self, this.core, this.transport, this.completions, guests, environment.random()),
				guests, joiner,
				new MembershipUpkeep(self, ownAddress, addresses, this.core, this.transport, this.clock.nanoTime()),
				addresses);
	}

	private boolean isAddressConfigured(RaftNodeOptions options) {
		return options.address() != null || options.peers().stream().anyMatch((peer) -> peer.id().equals(this.self));
	}

	/** Who forms a cluster while there is none; nobody if this node is to join one. */
	private List<Peer> bootstrapPeers(RaftNodeOptions options, String address) {
		if (options.join()) {
			return List.of();
		}
		return options.peers().isEmpty() ? List.of(new Peer(this.self, address, 0L)) : options.peers();
	}

	/** When so much time is over. */
	long deadlineNanos(Duration timeout) {
		return this.clock.nanoTime() + timeout.toNanos();
	}

	/** A number that nobody else draws. */
	long randomId() {
		return this.random.nextLong();
	}

	private @Nullable RaftStatus currentStatus() {
		return this.status.fresh(this.clock.nanoTime());
	}

	private @Nullable NodeId leader() {
		return this.core.leader();
	}

	private static RaftSettings settings(RaftNodeOptions options) {
		long heartbeatNanos = options.heartbeatInterval().toNanos();
		return new RaftSettings(options.electionTimeout().toNanos(), heartbeatNanos, 10, BATCH_BYTES_MAX, 256,
				IN_FLIGHT_BYTES_MAX, Math.max(64L << 20, 2L * options.commandBytesMax()), options.electionPriority())
			.withCommitNewsDelayNanos(Math.min(COMMIT_NEWS_DELAY_NANOS_MAX, heartbeatNanos / 50));
	}

	private InitialState initialState(Meta meta, Recovered found, List<Peer> bootstrapPeers) {
		RecoveredLog recovered = found.log();
		TermIndex terms = TermIndex.behind(recovered.firstIndex() - 1, recovered.previousTerm());
		List<RecoveredLog.TermRun> runs = recovered.runs();
		for (int i = 0; i < runs.size(); i++) {
			long end = (i + 1 < runs.size()) ? runs.get(i + 1).firstIndex() - 1 : recovered.lastIndex();
			terms.append(runs.get(i).term(), end);
		}
		List<IndexedConfiguration> configurations = new ArrayList<>();
		for (EntryBatch batch : recovered.configurations()) {
			EntryCursor cursor = batch.cursor();
			cursor.next();
			configurations.add(new IndexedConfiguration(cursor.index(), ConfigurationEntry.decode(cursor.payload())));
		}
		return new InitialState(this.self, meta.incarnation(), meta.hardState(), terms, configurations, bootstrapPeers,
				found.snapshotMeta());
	}

	/** How the duties of a node are run: by threads, or inline by a simulation. */
	interface Duties {

		LogWriter.Listener logWriterListener(Inbox inbox);

		Applier.Listener applierListener(Inbox inbox, NodeLoop loop);

		/** Takes the duty over; answers how to have it done. */
		SharedRunner logWriter(LogWriter duty, Inbox inbox);

		/** Takes the duty over; answers how to have it done. */
		SharedRunner applier(Applier duty, Inbox inbox);

		Runnable reader(CatchUp duty, Inbox inbox);

	}

}
