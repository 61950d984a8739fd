package io.raftboot.autoconfigure;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.node.DataDirectory;
import io.raftboot.core.node.RaftNodeOptions;
import io.raftboot.core.node.SessionOptions;
import io.raftboot.core.node.SnapshotOptions;
import io.raftboot.core.transport.HostPort;
import io.raftboot.http.RaftPeerServlet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the options of the engine from properties, and finds the defaults. */
final class RaftNodeOptionsFactory {

	private static final Logger logger = LoggerFactory.getLogger(RaftNodeOptionsFactory.class);

	private static final String FALLBACK_NODE_ID = "n1";

	private final Supplier<@Nullable String> hostName;

	private final WebServerSettings server;

	RaftNodeOptionsFactory(WebServerSettings server) {
		this(RaftNodeOptionsFactory::localHostName, server);
	}

	RaftNodeOptionsFactory(Supplier<@Nullable String> hostName, WebServerSettings server) {
		this.hostName = hostName;
		this.server = server;
	}

	RaftNodeOptions.Builder create(RaftProperties properties) {
		Path dataDirectory = dataDirectory(properties);
		String nodeId = nodeId(properties, dataDirectory);
		List<Peer> peers = properties.peers().stream().map(ClusterPropertyChecks::peer).toList();
		RaftNodeOptions.Builder options = RaftNodeOptions.builder(nodeId).peers(peers);
		if (properties.transport().type() == RaftProperties.Transport.Type.HTTP) {
			addHttpAddresses(options, properties, nodeId, peers, hasLog(dataDirectory));
		}
		else {
			addTcpAddresses(options, properties, nodeId, peers, hasLog(dataDirectory));
		}
		return options.dataDirectory(dataDirectory)
			.electionTimeout(properties.electionTimeout())
			.heartbeatInterval(properties.heartbeatInterval())
			.proposalTimeout(properties.proposalTimeout())
			.pendingProposalsMax(properties.maxPendingProposals())
			.pendingBytesMax(properties.maxPendingBytes().toBytes())
			.commandBytesMax(Math.toIntExact(properties.maxCommandSize().toBytes()))
			.segmentBytes(Math.toIntExact(properties.segmentSize().toBytes()))
			.cacheBytes(properties.cacheSize().toBytes())
			.join(properties.join())
			.electionPriority(properties.electionPriority())
			.snapshots(snapshots(properties.snapshot()))
			.sessions(sessions(properties.session()))
			.digestInterval(properties.digestInterval());
	}

	// A host may be renamed, and a container has another name at each start: whose data
	// they are is in the directory
	private String nodeId(RaftProperties properties, Path dataDirectory) {
		if (properties.nodeId() != null) {
			return properties.nodeId();
		}
		String ofHost = nodeId(this.hostName.get());
		NodeId owner = DataDirectory.owner(dataDirectory);
		if (owner == null || owner.value().equals(ofHost)) {
			return ofHost;
		}
		logger.info("raft.node-id is not set: this node goes on as '{}', whose data {} holds", owner, dataDirectory);
		return owner.value();
	}

	private static void addTcpAddresses(RaftNodeOptions.Builder options, RaftProperties properties, String nodeId,
			List<Peer> peers, boolean hasLog) {
		if (!hasLog) {
			ClusterPropertyChecks.alone(properties.standalone(), properties.peers(), properties.bind());
			ClusterPropertyChecks.joinAddress(properties.join(), properties.bind(), properties.address(), nodeId,
					peers);
		}
		options.bind(bind(properties.bind(), nodeId, peers)).address(properties.address());
	}

	// With data the cluster knows the address better than a default does
	private void addHttpAddresses(RaftNodeOptions.Builder options, RaftProperties properties, String nodeId,
			List<Peer> peers, boolean hasLog) {
		HttpTransportChecks.noTls(this.server);
		String address = properties.address();
		if (!hasLog) {
			HttpTransportChecks.alone(properties);
			address = (address != null) ? address : HttpTransportChecks.address(nodeId, peers, this.server);
		}
		options.bind(HttpTransportChecks.bind(properties.bind()))
			.address(address)
			.upgradePath(this.server.contextPath() + RaftPeerServlet.PATH);
	}

	private static SnapshotOptions snapshots(RaftProperties.Snapshot snapshot) {
		return new SnapshotOptions(snapshot.entries(), snapshot.minInterval(), snapshot.logBytes().toBytes(),
				snapshot.interval(), snapshot.trailingEntries(), snapshot.sendRate().toBytes(), snapshot.retained());
	}

	private static SessionOptions sessions(RaftProperties.Session session) {
		return new SessionOptions(session.timeout(), session.maxSessions(), session.keyRetention(), session.maxKeys());
	}

	/**
	 * Whether a node has been at work here: it knows its cluster, whatever the properties
	 * say.
	 */
	private static boolean hasLog(Path dataDirectory) {
		String[] files = dataDirectory.resolve(RaftNodeOptions.GROUP).resolve("log").toFile().list();
		return files != null && Arrays.stream(files).anyMatch((file) -> file.endsWith(".seg"));
	}

	// Free ports never collide, and nobody has to reach a node on its own. The own name
	// of a node among peers may not resolve yet while it starts, so it listens
	// everywhere.
	private static String bind(@Nullable String bind, String nodeId, List<Peer> peers) {
		if (bind != null) {
			return bind;
		}
		for (Peer peer : peers) {
			if (peer.id().value().equals(nodeId)) {
				HostPort address = HostPort.parse(peer.address());
				return RaftPropertyChecks.isLoopback(address) ? address.toString() : "0.0.0.0:" + address.port();
			}
		}
		return "127.0.0.1:0";
	}

	// A directory named by a default id would be left behind, and the data with it, when
	// the host is renamed or its container made anew.
	private static Path dataDirectory(RaftProperties properties) {
		Path directory = properties.dataDir();
		if (directory == null) {
			directory = Path.of("data", "raft", (properties.nodeId() != null) ? properties.nodeId() : "node");
		}
		return directory.toAbsolutePath().normalize();
	}

	/** The first label of the host name with what an id cannot hold replaced. */
	static String nodeId(@Nullable String hostName) {
		if (hostName == null || hostName.isBlank()) {
			return FALLBACK_NODE_ID;
		}
		boolean numeric = hostName.chars().allMatch((c) -> c == '.' || c == ':' || Character.digit(c, 16) >= 0);
		String label = numeric ? hostName : hostName.split("\\.", 2)[0];
		String id = label.replaceAll("[^A-Za-z0-9_-]", "-");
		return id.isEmpty() ? FALLBACK_NODE_ID : id.substring(0, Math.min(id.length(), 64));
	}

	private static @Nullable String localHostName() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

}
