package io.raftboot.core.node;

import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.log.Storage;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.Role;
import io.raftboot.core.protocol.PeerProgress;
import io.raftboot.core.protocol.RaftCore;
import io.raftboot.core.transport.Hello;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what the node knows of itself: at once when role, leader or membership
 * changed, else from time to time. Written by the loop, read by any thread.
 */
final class StatusBoard {

	private static final long INTERVAL_NANOS = 20_000_000L;

	private static final long IDLE_INTERVAL_NANOS = 100_000_000L;

	private final RaftNodeOptions options;

	private final RaftCore core;

	private final Storage storage;

	private final Applier applier;

	private final PendingLimits limits;

	private final PeerDesk peerDesk;

	private final SnapshotDesk snapshots;

	private final MachineCatalogue catalogue;

	private final StateDigests digests;

	private final LeaderNews leaderNews;

	private final PendingReads reads;

	private final LagClock lagClock = new LagClock();

	private final String address;

	private long publishedNanos;

	private boolean outdated;

	private volatile @Nullable RaftStatus current;

	StatusBoard(RaftNodeOptions options, String address, RaftCore core, Storage storage, Applier applier,
			PendingLimits limits, PeerDesk peerDesk, SnapshotDesk snapshots, MachineCatalogue catalogue,
			StateDigests digests, LeaderNews leaderNews, PendingReads reads) {
		this.leaderNews = leaderNews;
		this.reads = reads;
		this.catalogue = catalogue;
		this.digests = digests;
		this.snapshots = snapshots;
		this.options = options;
		this.address = address;
		this.core = core;
		this.storage = storage;
		this.applier = applier;
		this.limits = limits;
		this.peerDesk = peerDesk;
	}

	/**
	 * The latest, with what other threads count as of now; null before the first turn of
	 * the loop.
	 */
	@Nullable RaftStatus current() {
		RaftStatus latest = this.current;
		return (latest != null) ? latest.withProgress(this.applier.appliedIndex(), this.limits.proposals(),
				this.limits.bytes(), this.snapshots.newest()) : null;
	}

	/** The same, as of now in all; loop thread. */
	@Nullable RaftStatus fresh(long nowNanos) {
		publish(nowNanos, true, false);
		return current();
	}

	/** Whether the node led when it last looked; without making a status. */
	boolean leads() {
		RaftStatus latest = this.current;
		return latest != null && latest.role() == Role.LEADER;
	}

	void publish(long nowNanos, boolean changed, boolean worked) {
		this.outdated |= worked;
		if (changed || this.current == null || (this.outdated && nowNanos - this.publishedNanos >= INTERVAL_NANOS)
				|| nowNanos - this.publishedNanos >= IDLE_INTERVAL_NANOS) {
			this.publishedNanos = nowNanos;
			this.outdated = false;
			this.current = take(nowNanos);
		}
	}

	/** How long the loop may sleep before it has to publish what it did last. */
	long dueNanos(long nowNanos) {
		return this.outdated ? this.publishedNanos + INTERVAL_NANOS - nowNanos : Long.MAX_VALUE;
	}

	private RaftStatus take(long nowNanos) {
		RaftCore core = this.core;
		Membership membership = core.membership();
		boolean leads = core.role() == Role.LEADER;
		StateDigests.Seen seen = this.digests.seen();
		this.leaderNews.note(nowNanos);
		this.lagClock.tick(leads, core.lastIndex(), nowNanos);
		return new RaftStatus(NodeState.RUNNING, null, RaftNodeOptions.GROUP, core.clusterId(), this.options.nodeId(),
				this.address, core.role(), core.leader(), core.term(), core.votedFor(), this.storage.log().firstIndex(),
				core.lastIndex(), core.lastTerm(), core.durableIndex(), core.commitIndex(), this.applier.appliedIndex(),
				core.membershipIndex(), membership, core.hasQuorum(nowNanos),
				leads ? core.leaseRemainingNanos(nowNanos) : 0L, core.leaderContactNanos(nowNanos),
				peers(membership, leads, nowNanos), this.limits.proposals(), this.limits.bytes(),
				this.limits.proposalsMax(), core.electionsStarted(), core.electionsWon(), core.leaderChanges(),
				this.storage.log().bytes(), this.storage.log().segments(), this.storage.log().lastForceNanos(),
				membership.members().size() == 1, core.isRemoved(), 0L, 0L, 0L, 0L, this.snapshots.isRunning(),
				machines(seen), seen.divergences(), seen.checkIndex(), seen.reporters(), this.leaderNews.sinceMillis(),
				this.leaderNews.commitIndex(), this.leaderNews.catchUpIndex(), this.reads.size(),
				this.storage.log().recentForces(), this.storage.log().isDiskFull());
	}

	private List<RaftStatus.MachineStatus> machines(StateDigests.Seen seen) {
		List<RaftStatus.MachineStatus> known = this.catalogue.statuses();
		if (seen.digests().isEmpty()) {
			return known;
		}
		List<RaftStatus.MachineStatus> compared = new ArrayList<>(known.size());
		for (RaftStatus.MachineStatus machine : known) {
			compared.add(machine.withDigest(seen.digests().get(machine.name()), seen.checkIndex()));
		}
		return compared;
	}

	private List<RaftStatus.PeerStatus> peers(Membership membership, boolean leads, long nowNanos) {
		List<RaftStatus.PeerStatus> peers = new ArrayList<>();
		for (Peer peer : membership.members()) {
			if (peer.id().equals(this.options.nodeId())) {
				continue;
			}
			boolean connected = this.peerDesk.isConnected(peer.id());
			boolean voter = membership.isVoter(peer.id());
			PeerProgress progress = leads ? progress(peer.id()) : null;
			Hello hello = this.catalogue.hello(peer);
			int priority = (hello != null) ? hello.electionPriority() : -1;
			String version = (hello != null && !hello.version().isEmpty()) ? hello.version() : null;
			peers.add((progress == null)
					? new RaftStatus.PeerStatus(peer.id(), peer.address(), voter, connected, null, -1, -1, 0, -1, -1,
							-1, -1, priority, version)
					: new RaftStatus.PeerStatus(peer.id(), peer.address(), voter, connected, progress.state(),
							progress.matchIndex(), progress.nextIndex(), progress.inFlight(),
							progress.lastContactNanos(nowNanos), progress.roundTripNanos(),
							this.snapshots.percent(peer.id()), this.lagClock.lagNanos(progress.matchIndex(), nowNanos),
							priority, version));
		}
		return peers;
	}

	private @Nullable PeerProgress progress(NodeId id) {
		for (int slot = 0; slot < this.core.peerCount(); slot++) {
			if (this.core.peer(slot).id().equals(id)) {
				return this.core.peer(slot);
			}
		}
		return null;
	}

}
