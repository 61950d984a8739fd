package io.raftboot.core.transport;

/**
 * Totals since the transport was made.
 *
 * @param bytesSent bytes written to peers
 * @param bytesReceived bytes read from peers
 * @param bulkBytesSent those of {@code bytesSent} that were pieces of snapshots
 * @param bulkBytesReceived those of {@code bytesReceived} that were pieces of snapshots
 * @param messagesDropped messages not sent for want of a connection or queue space
 * @param framesRefused malformed or oversized frames; each closed its connection
 * @param connectionsRefused handshakes refused, by us
 */
public record TransportCounters(long bytesSent, long bytesReceived, long bulkBytesSent, long bulkBytesReceived,
		long messagesDropped, long framesRefused, long connectionsRefused) {

	/** Of a transport that has done nothing. */
	public static final TransportCounters ZERO = new TransportCounters(0, 0, 0, 0, 0, 0, 0);

}
