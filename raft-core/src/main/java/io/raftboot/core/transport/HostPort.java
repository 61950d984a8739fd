package io.raftboot.core.transport;

/**
 * A network address as people write it: {@code host:port}, an IPv6 literal in brackets
 * ({@code [::1]:7400}). Not resolved.
 *
 * @param host name or literal, without brackets
 * @param port 0 to 65535; 0 asks for a free port where one listens
 */
public record HostPort(String host, int port) {

	private static final int PORT_MAX = 65_535;

	public HostPort {
		if (host.isBlank()) {
			throw new IllegalArgumentException("Address has no host; write host:port");
		}
		if (port < 0 || port > PORT_MAX) {
			throw new IllegalArgumentException("Port " + port + " of host '" + host + "' is not within 0 to 65535");
		}
	}

	/**
	 * Reads {@code host:port} or {@code [ipv6]:port}.
	 * @throws IllegalArgumentException if it is neither; the message quotes the address
	 */
	public static HostPort parse(String address) {
		String text = address.trim();
		int colon = text.lastIndexOf(':');
		if (colon < 0) {
			throw bad(address, "has no port");
		}
		String host = text.substring(0, colon);
		if (host.startsWith("[")) {
			if (!host.endsWith("]")) {
				throw bad(address, "has no port behind the bracket");
			}
			host = host.substring(1, host.length() - 1);
			if (host.indexOf(':') < 0) {
				throw bad(address, "has brackets around something that is no IPv6 literal");
			}
		}
		else if (host.indexOf(':') >= 0) {
			throw bad(address, "has several colons; an IPv6 literal needs brackets");
		}
		if (host.isEmpty()) {
			throw bad(address, "has no host");
		}
		checkCharacters(host, address);
		return new HostPort(host, port(text.substring(colon + 1), address));
	}

	private static void checkCharacters(String host, String address) {
		for (int i = 0; i < host.length(); i++) {
			char c = host.charAt(i);
			if (c <= ' ' || c == '/' || c == '[' || c == ']' || c == '@' || c == ',') {
				throw bad(address, "has '" + c + "' in its host");
			}
		}
	}

	private static int port(String digits, String address) {
		int port = 0;
		for (int i = 0; i < digits.length(); i++) {
			char c = digits.charAt(i);
			if (c < '0' || c > '9') {
				throw bad(address, "has a port that is no number");
			}
			port = Math.min(port * 10 + (c - '0'), PORT_MAX + 1);
		}
		if (digits.isEmpty()) {
			throw bad(address, "has no port");
		}
		if (port > PORT_MAX) {
			throw bad(address, "has a port above 65535");
		}
		return port;
	}

	private static IllegalArgumentException bad(String address, String why) {
		return new IllegalArgumentException("Address '" + address + "' " + why + "; write host:port or [ipv6]:port");
	}

	/** The written form, which {@link #parse} reads. */
	@Override
	public String toString() {
		return (this.host.indexOf(':') >= 0) ? "[" + this.host + "]:" + this.port : this.host + ":" + this.port;
	}

}
