package io.raftboot.core.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.transport.PeerTls;
import org.jspecify.annotations.Nullable;

/**
 * How a node is set up. Made with {@link #builder}; checked when the node starts.
 *
 * @param nodeId who it is
 * @param bind {@code host:port} to listen on; port 0 takes a free one
 * @param address {@code host:port} to advertise; null takes its own entry in
 * {@code peers}, else bind
 * @param peers the initial members, self included; empty for a standalone node
 * @param dataDirectory where it keeps its data, in a directory per group; null keeps it
 * in memory
 * @param electionTimeout a follower campaigns after one to two times this without a
 * leader
 * @param heartbeatInterval how often a leader speaks at least
 * @param proposalTimeout longest life of a proposal or read without an end
 * @param pendingProposalsMax most commands waiting for their end
 * @param pendingBytesMax most bytes of them
 * @param commandBytesMax largest command
 * @param segmentBytes size of a segment of the log
 * @param cacheBytes most memory for entries on their way and for peers that lag
 * @param join whether a node without data enters the running cluster that {@code peers}
 * names members of, instead of forming one
 * @param electionPriority from 1 to 100: nodes of lower priority wait longer before they
 * campaign; 0 never campaigns unless leadership is handed to it
 * @param snapshots when snapshots are taken and how they travel
 * @param sessions how long what became of commands is remembered
 * @param digestInterval how often the states of all nodes are compared, if anything was
 * applied since; zero for only on demand
 * @param upgradePath where the web servers of the other nodes hand over connections of
 * peers ({@link io.raftboot.core.transport.tcp.TcpTransportOptions#upgradePath}); null if
 * peers are dialled without HTTP
 * @param tls asked for the keys of each connection between nodes, and for new ones every
 * second, on the node's loop thread, so it must be quick and must not throw; null for
 * connections in plain text
 */
public record RaftNodeOptions(NodeId nodeId, String bind, @Nullable String address, List<Peer> peers,
		@Nullable Path dataDirectory, Duration electionTimeout, Duration heartbeatInterval, Duration proposalTimeout,
		int pendingProposalsMax, long pendingBytesMax, int commandBytesMax, int segmentBytes, long cacheBytes,
		boolean join, int electionPriority, SnapshotOptions snapshots, SessionOptions sessions, Duration digestInterval,
		@Nullable String upgradePath, @Nullable Supplier<PeerTls> tls) {

	/** Name of the only group of this version. */
	public static final String GROUP = "default";

	public RaftNodeOptions {
		peers = List.copyOf(peers);
	}

	public static Builder builder(String nodeId) {
		return new Builder(NodeId.of(nodeId));
	}

	/** Collects options; every one has a default. */
	public static final class Builder {

		private final NodeId nodeId;

		private String bind = "127.0.0.1:0";

		private @Nullable String address;

		private List<Peer> peers = List.of();

		private @Nullable Path dataDirectory;

		private Duration electionTimeout = Duration.ofMillis(500);

		private Duration heartbeatInterval = Duration.ofMillis(100);

		private Duration proposalTimeout = Duration.ofSeconds(10);

		private int pendingProposalsMax = 10_000;

		private long pendingBytesMax = 64L << 20;

		private int commandBytesMax = 1 << 20;

		private int segmentBytes = 16 << 20;

		private long cacheBytes = 16L << 20;

		private boolean join;

		private int electionPriority = 100;

		private SnapshotOptions snapshots = SnapshotOptions.DEFAULTS;

		private SessionOptions sessions = SessionOptions.DEFAULTS;

		private Duration digestInterval = Duration.ofMinutes(10);

		private @Nullable String upgradePath;

		private @Nullable Supplier<PeerTls> tls;

		private Builder(NodeId nodeId) {
			this.nodeId = nodeId;
		}

		public Builder bind(String bind) {
			this.bind = bind;
			return this;
		}

		public Builder address(@Nullable String address) {
			this.address = address;
			return this;
		}

		public Builder peers(List<Peer> peers) {
			this.peers = peers;
			return this;
		}

		public Builder dataDirectory(@Nullable Path dataDirectory) {
			this.dataDirectory = dataDirectory;
			return this;
		}

		public Builder electionTimeout(Duration electionTimeout) {
			this.electionTimeout = electionTimeout;
			return this;
		}

		public Builder heartbeatInterval(Duration heartbeatInterval) {
			this.heartbeatInterval = heartbeatInterval;
			return this;
		}

		public Builder proposalTimeout(Duration proposalTimeout) {
			this.proposalTimeout = proposalTimeout;
			return this;
		}

		public Builder pendingProposalsMax(int pendingProposalsMax) {
			this.pendingProposalsMax = pendingProposalsMax;
			return this;
		}

		public Builder pendingBytesMax(long pendingBytesMax) {
			this.pendingBytesMax = pendingBytesMax;
			return this;
		}

		public Builder commandBytesMax(int commandBytesMax) {
			this.commandBytesMax = commandBytesMax;
			return this;
		}

		public Builder segmentBytes(int segmentBytes) {
			this.segmentBytes = segmentBytes;
			return this;
		}

		public Builder cacheBytes(long cacheBytes) {
			this.cacheBytes = cacheBytes;
			return this;
		}

		public Builder join(boolean join) {
			this.join = join;
			return this;
		}

		public Builder electionPriority(int electionPriority) {
			this.electionPriority = electionPriority;
			return this;
		}

		public Builder snapshots(SnapshotOptions snapshots) {
			this.snapshots = snapshots;
			return this;
		}

		public Builder sessions(SessionOptions sessions) {
			this.sessions = sessions;
			return this;
		}

		public Builder digestInterval(Duration digestInterval) {
			this.digestInterval = digestInterval;
			return this;
		}

		public Builder upgradePath(@Nullable String upgradePath) {
			this.upgradePath = upgradePath;
			return this;
		}

		public Builder tls(@Nullable Supplier<PeerTls> tls) {
			this.tls = tls;
			return this;
		}

		public RaftNodeOptions build() {
			return new RaftNodeOptions(this.nodeId, this.bind, this.address, this.peers, this.dataDirectory,
					this.electionTimeout, this.heartbeatInterval, this.proposalTimeout, this.pendingProposalsMax,
					this.pendingBytesMax, this.commandBytesMax, this.segmentBytes, this.cacheBytes, this.join,
					this.electionPriority, this.snapshots, this.sessions, this.digestInterval, this.upgradePath,
					this.tls);
		}

	}

}
