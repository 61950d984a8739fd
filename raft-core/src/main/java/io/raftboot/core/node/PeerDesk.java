package io.raftboot.core.node;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.ForwardRequest;
import io.raftboot.core.model.ForwardResponse;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.ReadIndexRequest;
import io.raftboot.core.protocol.RaftCore;
import io.raftboot.core.transport.Hello;
import io.raftboot.core.transport.Refusal;
import io.raftboot.core.transport.TransportListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where messages from other nodes come in. Loop thread only. */
final class PeerDesk implements TransportListener {

	private static final Logger logger = LoggerFactory.getLogger(PeerDesk.class);

	private final NodeId self;

	private final RaftCore core;

	private final EntryArena arena;

	private final HandshakeCheck handshake;

	private final MachineCatalogue catalogue;

	private final ForwardedCalls forwarded;

	private final NodeClock clock;

	private final ForwardedIn forwardedIn;

	private final CommitHandOver handOver;

	private final SnapshotDesk snapshots;

	private final Administration administration;

	private final LeaderNews leaderNews;

	private final ElectionTimeoutCheck electionTimeouts;

	private final StatusExchange statuses;

	private final LittleWrites littleWrites;

	private final Set<NodeId> connected = new HashSet<>();

	private final Map<NodeId, Refusal> lastRefusals = new HashMap<>();

	PeerDesk(NodeId self, RaftCore core, EntryArena arena, HandshakeCheck handshake, MachineCatalogue catalogue,
			ForwardedCalls forwarded, CommitHandOver handOver, SnapshotDesk snapshots, NodeClock clock,
			ForwardedIn forwardedIn, Administration administration, LeaderNews leaderNews, StatusExchange statuses,
			LittleWrites littleWrites, ElectionTimeoutCheck electionTimeouts) {
		this.littleWrites = littleWrites;
		this.electionTimeouts = electionTimeouts;
		this.leaderNews = leaderNews;
		this.statuses = statuses;
		this.snapshots = snapshots;
		this.self = self;
		this.core = core;
		this.arena = arena;
		this.handshake = handshake;
		this.catalogue = catalogue;
		this.forwarded = forwarded;
		this.handOver = handOver;
		this.clock = clock;
		this.forwardedIn = forwardedIn;
		this.administration = administration;
	}

	/** Says which of these this node has no connection to. */
	void logMissing(List<Peer> members) {
		List<NodeId> missing = members.stream()
			.map(Peer::id)
			.filter((id) -> !id.equals(this.self) && !this.connected.contains(id))
			.toList();
		if (!missing.isEmpty()) {
			logger.warn("{}: the cluster forms when all of its nodes are up; still missing {}", this.self, missing);
		}
	}

	boolean isConnected(NodeId peer) {
		return this.connected.contains(peer);
	}

	@Override
	public Hello hello() {
		return this.handshake.hello();
	}

	@Override
	public @Nullable Refusal check(Hello remote) {
		Refusal refusal = this.handshake.check(remote);
		if (refusal == null) {
			this.catalogue.heard(remote);
			this.administration.onWelcomed(remote);
		}
		return refusal;
	}

	@Override
	public void onMessage(Message message) {
		if (message instanceof Message.Protocol protocol) {
			long nowNanos = this.clock.nanoTime();
			if (message instanceof Heartbeat || message instanceof ReadIndexRequest) {
				this.littleWrites.read(nowNanos);
			}
			this.core.step(owned(protocol), nowNanos);
			noteLeader(protocol);
			this.leaderNews.heard(protocol);
			this.electionTimeouts.heard(protocol);
		}
		else if (message instanceof ForwardRequest request) {
			this.forwardedIn.onForwardRequest(request);
		}
		else if (message instanceof ForwardResponse response) {
			this.forwarded.onResponse(response, this.handOver.handedIndex());
		}
		else if (message instanceof Message.SnapshotTransfer transfer) {
			this.snapshots.onMessage(transfer);
		}
		else if (message instanceof Message.Administration administration) {
			this.administration.onMessage(administration, this.clock.nanoTime());
		}
		else if (message instanceof Message.Observation observation) {
			this.statuses.onMessage(observation);
		}
	}

	/** The entries are the transport's until now. */
	private Message.Protocol owned(Message.Protocol message) {
		if (message instanceof AppendEntries append && !append.entries().isEmpty()) {
			return append.withEntries(this.arena.copy(append.entries()));
		}
		return message;
	}

	/**
	 * What it sent before the connection broke may still come in, but hardly after there
	 * is a new one.
	 */
	private void noteLeader(Message.Protocol message) {
		NodeId from = message.from();
		if (this.forwarded.isLost(from) && this.connected.contains(from) && message.term() == this.core.term()
				&& (message instanceof Heartbeat || message instanceof AppendEntries)) {
			this.forwarded.leaderFound();
		}
	}

	@Override
	public void onConnected(NodeId peer) {
		this.connected.add(peer);
		this.lastRefusals.remove(peer);
		logger.info("{}: connected to {}", this.self, peer);
		this.core.onConnected(peer, this.clock.nanoTime());
		this.administration.onConnected(peer);
	}

	@Override
	public void onDisconnected(NodeId peer) {
		this.connected.remove(peer);
		logger.info("{}: lost the connection to {}", this.self, peer);
		if (peer.equals(this.core.leader())) {
			this.forwarded.leaderLost(peer);
		}
		this.snapshots.onDisconnected(peer);
		this.core.onDisconnected(peer, this.clock.nanoTime());
	}

	@Override
	public void onRefused(NodeId peer, Refusal refusal) {
		if (!refusal.equals(this.lastRefusals.put(peer, refusal))) {
			logger.error("{}: node {} refuses this node ({}): {}", this.self, peer, refusal.code(), refusal.message());
		}
		if (refusal.code() == Refusal.Code.REMOVED) {
			this.core.onRemoved(this.clock.nanoTime());
		}
	}

	/** Takes commands that other nodes pass on. */
	interface ForwardedIn {

		void onForwardRequest(ForwardRequest request);

	}

}
