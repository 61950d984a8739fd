package io.raftboot.autoconfigure;

import java.time.Duration;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.transport.HostPort;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/** Checks of single properties, each with a text that says what to change. */
final class RaftPropertyChecks {

	private static final Duration DURATION_MAX = Duration.ofDays(3650);

	private RaftPropertyChecks() {
	}

	static @Nullable String nodeId(@Nullable String nodeId) {
		if (!StringUtils.hasText(nodeId)) {
			return null;
		}
		try {
			return NodeId.of(nodeId.trim()).value();
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidRaftPropertyException("raft.node-id", nodeId, String.valueOf(ex.getMessage()),
					"Set raft.node-id to up to 64 letters, digits, '.', '_' and '-', for example raft.node-id=n1");
		}
	}

	static @Nullable String address(String property, @Nullable String value, int portMin) {
		if (!StringUtils.hasText(value)) {
			return null;
		}
		HostPort address = hostPort(value);
		if (address == null || address.port() < portMin) {
			throw new InvalidRaftPropertyException(property, value, "An address is written as host:port",
					"Write an IPv6 host in brackets, and a port between " + portMin + " and 65535, for example "
							+ property + "=192.0.2.1:7000");
		}
		return address.toString();
	}

	static @Nullable HostPort hostPort(String value) {
		try {
			return HostPort.parse(value);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/** Whether nobody but this machine can connect. Names are not resolved. */
	static boolean isLoopback(HostPort address) {
		String host = address.host();
		return host.equalsIgnoreCase("localhost") || host.startsWith("127.") || host.equals("::1");
	}

	/** Settings of TLS that do nothing without a bundle: somebody means to be safe. */
	static void tls(@Nullable String bundle, @Nullable Object clientAuth, @Nullable Object verifyHostname) {
		if (bundle == null && (clientAuth != null || verifyHostname != null)) {
			String set = (clientAuth != null) ? "raft.tls.client-auth" : "raft.tls.verify-hostname";
			throw new InvalidRaftPropertyException("raft.tls.bundle", null,
					"It is missing, and without it " + set + " does nothing: nodes would talk in plain text",
					"Set raft.tls.bundle to the name of a bundle under spring.ssl.bundle, or remove " + set);
		}
	}

	static void times(Duration electionTimeout, Duration heartbeatInterval, Duration proposalTimeout) {
		positive("raft.election-timeout", electionTimeout);
		positive("raft.heartbeat-interval", heartbeatInterval);
		positive("raft.proposal-timeout", proposalTimeout);
		if (electionTimeout.compareTo(heartbeatInterval.multipliedBy(2)) < 0) {
			throw new InvalidRaftPropertyException("raft.election-timeout", electionTimeout.toMillis() + "ms",
					"It must be at least twice raft.heartbeat-interval, which is " + heartbeatInterval.toMillis()
							+ "ms: else followers campaign against a living leader",
					"Raise raft.election-timeout or lower raft.heartbeat-interval; five to ten times is usual");
		}
	}

	static void positive(String property, Duration value) {
		if (value.compareTo(Duration.ofMillis(1)) < 0) {
			throw new InvalidRaftPropertyException(property, value, "It must be at least one millisecond",
					"Set " + property + " to a duration, for example " + property + "=500ms");
		}
		notTooLong(property, value);
	}

	static void notNegative(String property, Duration value) {
		if (value.isNegative()) {
			throw new InvalidRaftPropertyException(property, value, "It must not be negative",
					"Set " + property + " to a duration, for example " + property + "=1h, or to 0 to switch it off");
		}
		notTooLong(property, value);
	}

	private static void notTooLong(String property, Duration value) {
		if (value.compareTo(DURATION_MAX) > 0) {
			throw new InvalidRaftPropertyException(property, value, "It must be at most 3650d",
					"Lower " + property + " or leave it out");
		}
	}

	static void atLeast(String property, long value, long min) {
		if (value < min) {
			throw new InvalidRaftPropertyException(property, value, "It must be at least " + min,
					"Raise " + property + " or leave it out");
		}
	}

	static void atLeast(String property, DataSize value, DataSize min) {
		if (value.compareTo(min) < 0) {
			throw new InvalidRaftPropertyException(property, value, "It must be at least " + min,
					"Raise " + property + " or leave it out");
		}
	}

	static void between(String property, int value, int min, int max) {
		if (value < min || value > max) {
			throw new InvalidRaftPropertyException(property, value, "It must be between " + min + " and " + max,
					"Change " + property + " or leave it out");
		}
	}

	static void between(String property, DataSize value, DataSize min, DataSize max) {
		if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
			throw new InvalidRaftPropertyException(property, value,
					"It must be between " + min.toKilobytes() + "KB and " + max.toMegabytes() + "MB",
					"Change " + property + " or leave it out");
		}
	}

}
