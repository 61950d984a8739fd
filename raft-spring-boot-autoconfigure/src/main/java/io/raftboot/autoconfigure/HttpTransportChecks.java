package io.raftboot.autoconfigure;

import java.util.List;

import io.raftboot.core.model.Peer;
import io.raftboot.core.transport.HostPort;
import org.jspecify.annotations.Nullable;

/**
 * Checks of the addresses of a node whose peers come through the web server of the
 * application: each with a text that says what to change.
 */
final class HttpTransportChecks {

	private static final String ADDRESS_ACTION = "Set raft.address to host:port as the other nodes reach this application,"
			+ " or add this node to raft.peers";

	private HttpTransportChecks() {
	}

	static void noTls(WebServerSettings server) {
		if (server.tls()) {
			throw new InvalidRaftPropertyException("raft.transport.type", "http",
					"The web server speaks HTTPS (server.ssl), and nodes dial each other over HTTP",
					"Set raft.transport.type=tcp, or end TLS in front of the application instead of setting server.ssl");
		}
	}

	/** The web server brings everybody here; nobody else should come. */
	static String bind(@Nullable String bind) {
		if (bind == null) {
			return "127.0.0.1:0";
		}
		if (!RaftPropertyChecks.isLoopback(HostPort.parse(bind))) {
			throw new InvalidRaftPropertyException("raft.bind", bind,
					"With raft.transport.type=http the other nodes come by way of the web server of the application, and it is"
							+ " no loopback address",
					"Remove raft.bind, and set server.port and raft.address");
		}
		return bind;
	}

	/** A forgotten list of peers must never make a second, silent cluster. */
	static void alone(RaftProperties properties) {
		String address = properties.address();
		ClusterPropertyChecks.notForbidden(properties.standalone(), properties.peers());
		if (properties.standalone() == null && properties.peers().isEmpty() && address != null
				&& !RaftPropertyChecks.isLoopback(HostPort.parse(address))) {
			throw new InvalidRaftPropertyException("raft.address", address,
					"It is not a loopback address, and there are no raft.peers: forgotten peers would make this node "
							+ "a second cluster without a word",
					"Set raft.peers to run a cluster, or raft.standalone=true if this node shall run alone");
		}
	}

	/**
	 * What the node tells the others if no property does; null if it is one of the peers.
	 */
	static @Nullable String address(String nodeId, List<Peer> peers, WebServerSettings server) {
		if (peers.stream().anyMatch((peer) -> peer.id().value().equals(nodeId))) {
			return null;
		}
		if (server.port() == 0) {
			throw new InvalidRaftPropertyException("raft.address", null,
					"It is missing, and server.port=0 does not say where the other nodes reach this one",
					ADDRESS_ACTION);
		}
		if (!peers.stream().allMatch((peer) -> RaftPropertyChecks.isLoopback(HostPort.parse(peer.address())))) {
			throw new InvalidRaftPropertyException("raft.address", null, "It is missing, and server.port="
					+ server.port() + " does not tell members on other machines where to reach this node",
					ADDRESS_ACTION);
		}
		return "127.0.0.1:" + server.port();
	}

}
