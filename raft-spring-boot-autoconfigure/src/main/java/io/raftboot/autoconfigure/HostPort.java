package io.raftboot.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * An address as an operator writes it: {@code host:port}, the host a name, an IPv4
 * address or an IPv6 address in brackets. Never resolved here.
 *
 * @param host the host, with its brackets
 * @param port 0 to 65535
 */
record HostPort(String host, int port) {

	/** The address, or null if it is not well-formed. */
	static @Nullable HostPort parse(String value) {
		int colon = value.lastIndexOf(':');
		if (colon <= 0) {
			return null;
		}
		String host = value.substring(0, colon);
		boolean bracketed = host.startsWith("[") && host.endsWith("]") && host.length() > 2;
		if ((host.indexOf(':') >= 0 && !bracketed) || host.chars().anyMatch(HostPort::isForbidden)) {
			return null;
		}
		try {
			int port = Integer.parseInt(value, colon + 1, value.length(), 10);
			return (port >= 0 && port <= 65535) ? new HostPort(host, port) : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private static boolean isForbidden(int c) {
		return Character.isWhitespace(c) || c == '/' || c == '@' || c == ',';
	}

	boolean isLoopback() {
		return this.host.equalsIgnoreCase("localhost") || this.host.startsWith("127.") || this.host.equals("[::1]");
	}

	@Override
	public String toString() {
		return this.host + ":" + this.port;
	}

}
