package io.raftboot.core.transport;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/**
 * How the connections between nodes are protected by TLS. A value: other keys are another
 * one, and connections made with the former one are replaced.
 *
 * @param context the key of this node, and whom it trusts
 * @param protocols one or both of {@link #PROTOCOLS}
 * @param cipherSuites names of those to offer; empty for the JDK's choice
 * @param clientAuth what a node that connects to this one must show
 * @param verifyHostname whether the certificate of a node must name the host at which it
 * is dialled
 */
public record PeerTls(SSLContext context, List<String> protocols, List<String> cipherSuites, ClientAuth clientAuth,
		boolean verifyHostname) {

	/** Versions that are allowed. */
	public static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

	/**
	 * Tries what would fail with the first connection, and loads what it needs, which
	 * takes some tenths of a second the first time.
	 * @throws IllegalArgumentException if there is no protocol, or one that is not
	 * allowed, if a protocol or cipher suite is not known here, or if they do not fit
	 * each other; the message says which
	 */
	public PeerTls {
		protocols = List.copyOf(protocols);
		cipherSuites = List.copyOf(cipherSuites);
		if (protocols.isEmpty()) {
			throw new IllegalArgumentException("There is no TLS protocol; allowed are " + PROTOCOLS);
		}
		checkKnown("TLS protocol", protocols, PROTOCOLS);
		SSLParameters supported = context.getSupportedSSLParameters();
		checkKnown("TLS protocol", protocols, Arrays.asList(supported.getProtocols()));
		checkKnown("cipher suite", cipherSuites, Arrays.asList(supported.getCipherSuites()));
		greet(context, parameters(context, protocols, cipherSuites));
	}

	/** Both sides show a certificate, the names of hosts are verified. */
	public static PeerTls mutual(SSLContext context) {
		return new PeerTls(context, PROTOCOLS, List.of(), ClientAuth.NEED, true);
	}

	/** For a new connection: protocols and cipher suites are set, nothing else. */
	public SSLParameters parameters() {
		return parameters(this.context, this.protocols, this.cipherSuites);
	}

	private static SSLParameters parameters(SSLContext context, List<String> protocols, List<String> cipherSuites) {
		SSLParameters parameters = context.getDefaultSSLParameters();
		parameters.setProtocols(protocols.toArray(String[]::new));
		if (!cipherSuites.isEmpty()) {
			parameters.setCipherSuites(cipherSuites.toArray(String[]::new));
		}
		return parameters;
	}

	/** The first message of a handshake, to nobody. */
	private static void greet(SSLContext context, SSLParameters parameters) {
		SSLEngine engine = context.createSSLEngine();
		engine.setUseClientMode(true);
		engine.setSSLParameters(parameters);
		try {
			engine.wrap(ByteBuffer.allocate(0), ByteBuffer.allocate(engine.getSession().getPacketBufferSize()));
		}
		catch (SSLException ex) {
			throw new IllegalArgumentException("No TLS handshake is possible: " + ex.getMessage(), ex);
		}
	}

	private static void checkKnown(String what, List<String> names, Collection<String> known) {
		for (String name : names) {
			if (!Set.copyOf(known).contains(name)) {
				throw new IllegalArgumentException("The " + what + " '" + name + "' is not one of " + known);
			}
		}
	}

	/** What the node that connects must show. */
	public enum ClientAuth {

		/** A certificate that is trusted. */
		NEED,
		/** No certificate, or one that is trusted. */
		WANT,
		/** Nothing: anybody may connect. */
		NONE

	}

}
