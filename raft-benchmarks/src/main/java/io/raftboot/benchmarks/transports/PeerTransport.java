package io.raftboot.benchmarks.transports;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.raftboot.core.node.RaftNodeOptions;

/** How the nodes of a cluster reach each other. */
public enum PeerTransport {

	/** Plain TCP, what the others are compared with. */
	TCP,

	/** TCP with mutual TLS. */
	TLS,

	/** Plain, through the web server of the application. */
	HTTP;

	/**
	 * The transports of these names, in this order.
	 * @throws IllegalArgumentException if there is none of a name
	 */
	public static List<PeerTransport> parse(String names) {
		return Arrays.stream(names.split(",")).map(PeerTransport::named).distinct().toList();
	}

	private static PeerTransport named(String name) {
		for (PeerTransport transport : values()) {
			if (transport.toString().equals(name.trim())) {
				return transport;
			}
		}
		throw new IllegalArgumentException(
				"Unknown transport '" + name.trim() + "'; there are " + Arrays.toString(values()));
	}

	/** Whether a node that is set up like this uses it. */
	boolean isOf(RaftNodeOptions options) {
		boolean encrypted = options.tls() != null;
		boolean upgraded = options.upgradePath() != null;
		return encrypted == (this == TLS) && upgraded == (this == HTTP);
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
