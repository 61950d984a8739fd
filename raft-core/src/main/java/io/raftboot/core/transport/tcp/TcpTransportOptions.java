package io.raftboot.core.transport.tcp;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

import io.raftboot.core.transport.HostPort;
import io.raftboot.core.transport.PeerTls;
import io.raftboot.core.transport.codec.MessageEncoder;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link TcpTransport} is set up. Made with {@link #builder}.
 *
 * @param bind where it listens; port 0 takes a free one
 * @param group name of the Raft group its messages belong to
 * @param frameBytesMax largest frame it takes, and sends
 * @param outboundBytesMax most bytes waiting for one peer; what exceeds it is dropped
 * @param bulkBytesMax most bytes of snapshots waiting for one peer
 * @param bulkIdle the connection for snapshots is closed when there was nothing to send
 * for so long
 * @param connectTimeout longest time for a TCP connect
 * @param handshakeTimeout longest time from the connect to the welcome, on both sides
 * @param retryFirst longest pause before the first new attempt; doubles with each failure
 * @param retryMax longest pause between attempts
 * @param retryRefused longest pause after a refusal
 * @param pingInterval how often a connection is asked for a sign of life
 * @param silenceMax a connection without one for so long is closed and dialled again:
 * after a partition TCP itself may take minutes to try again
 * @param farewell longest time for what is queued to leave when a peer is given up
 * @param jitter draws from 0 to 1; shortens each pause by up to a half
 * @param upgradePath where the web servers of peers hand over connections to
 * {@value #UPGRADE_PROTOCOL}: each dialled connection begins as a request for this path
 * over HTTP/1.1; null for plain TCP
 * @param tls asked for the keys of each connection, and for new ones every second, on the
 * loop thread, so it must be quick and must not throw; null for connections in plain text
 * @param tlsGrace how long a connection that was accepted with keys that have been
 * replaced may stay before it is closed
 */
public record TcpTransportOptions(HostPort bind, String group, int frameBytesMax, long outboundBytesMax,
		long bulkBytesMax, Duration bulkIdle, Duration connectTimeout, Duration handshakeTimeout, Duration retryFirst,
		Duration retryMax, Duration retryRefused, Duration pingInterval, Duration silenceMax, Duration farewell,
		DoubleSupplier jitter, @Nullable String upgradePath, @Nullable Supplier<PeerTls> tls, Duration tlsGrace) {

	/** What a connection is upgraded to, over HTTP. */
	public static final String UPGRADE_PROTOCOL = "raft-boot";

	/** Largest {@link #frameBytesMax}. */
	public static final int FRAME_BYTES_LIMIT = 1 << 30;

	/** Room for the fields of a message around its entries or commands. */
	private static final int FRAME_MARGIN_BYTES = 64 << 10;

	public TcpTransportOptions {
		if (frameBytesMax < FRAME_MARGIN_BYTES || frameBytesMax > FRAME_BYTES_LIMIT) {
			throw new IllegalArgumentException("Largest frame of " + frameBytesMax + " bytes is not within "
					+ FRAME_MARGIN_BYTES + " to " + FRAME_BYTES_LIMIT);
		}
		if (outboundBytesMax < frameBytesMax) {
			throw new IllegalArgumentException("Outbound limit of " + outboundBytesMax
					+ " bytes is below the largest frame of " + frameBytesMax + " bytes");
		}
		if (bulkBytesMax < MessageEncoder.CHUNK_FRAME_BYTES_MAX) {
			throw new IllegalArgumentException("Limit of " + bulkBytesMax
					+ " bytes for snapshots is below the largest frame of " + MessageEncoder.CHUNK_FRAME_BYTES_MAX);
		}
		if (upgradePath != null && !upgradePath.matches("/[!-~]*")) {
			throw new IllegalArgumentException("Path '" + upgradePath + "' is none of a request over HTTP");
		}
	}

	/**
	 * Starts with the usual values.
	 * @param bind {@code host:port}
	 * @throws IllegalArgumentException if the address is malformed
	 */
	public static Builder builder(String bind, String group) {
		return new Builder(HostPort.parse(bind), group);
	}

	/** Collects options; every one has a default. */
	public static final class Builder {

		private final HostPort bind;

		private final String group;

		private int frameBytesMax = (2 << 20) + FRAME_MARGIN_BYTES;

		private long outboundBytesMax = 64L << 20;

		private long bulkBytesMax = 8L << 20;

		private Duration bulkIdle = Duration.ofSeconds(30);

		private Duration connectTimeout = Duration.ofSeconds(2);

		private Duration handshakeTimeout = Duration.ofSeconds(5);

		private Duration retryFirst = Duration.ofMillis(20);

		private Duration retryMax = Duration.ofSeconds(1);

		private Duration retryRefused = Duration.ofSeconds(1);

		private Duration pingInterval = Duration.ofSeconds(1);

		private Duration silenceMax = Duration.ofSeconds(3);

		private Duration farewell = Duration.ofSeconds(5);

		private DoubleSupplier jitter = () -> ThreadLocalRandom.current().nextDouble();

		private @Nullable String upgradePath;

		private @Nullable Supplier<PeerTls> tls;

		private Duration tlsGrace = Duration.ofSeconds(10);

		private Builder(HostPort bind, String group) {
			this.bind = bind;
			this.group = group;
		}

		/** Lets the largest command, or a full message of smaller ones, pass. */
		public Builder limits(int commandBytesMax, int messageBytesMax) {
			long bytes = (long) commandBytesMax + messageBytesMax + FRAME_MARGIN_BYTES;
			this.frameBytesMax = (int) Math.min(bytes, FRAME_BYTES_LIMIT);
			this.outboundBytesMax = Math.max(this.outboundBytesMax, this.frameBytesMax);
			return this;
		}

		public Builder frameBytesMax(int frameBytesMax) {
			this.frameBytesMax = frameBytesMax;
			return this;
		}

		public Builder outboundBytesMax(long outboundBytesMax) {
			this.outboundBytesMax = outboundBytesMax;
			return this;
		}

		/** How much of snapshots may wait for a peer, and when to end the connection. */
		public Builder bulk(long bytesMax, Duration idle) {
			this.bulkBytesMax = bytesMax;
			this.bulkIdle = idle;
			return this;
		}

		public Builder connectTimeout(Duration connectTimeout) {
			this.connectTimeout = connectTimeout;
			return this;
		}

		public Builder handshakeTimeout(Duration handshakeTimeout) {
			this.handshakeTimeout = handshakeTimeout;
			return this;
		}

		/** Pauses between attempts: the first, the longest, and that after a refusal. */
		public Builder retry(Duration first, Duration max, Duration refused) {
			this.retryFirst = first;
			this.retryMax = max;
			this.retryRefused = refused;
			return this;
		}

		/** How often to ask for a sign of life, and how long to wait for one. */
		public Builder ping(Duration interval, Duration silenceMax) {
			this.pingInterval = interval;
			this.silenceMax = silenceMax;
			return this;
		}

		public Builder farewell(Duration farewell) {
			this.farewell = farewell;
			return this;
		}

		public Builder jitter(DoubleSupplier jitter) {
			this.jitter = jitter;
			return this;
		}

		/** Dials web servers, which hand over the connection; null for plain TCP. */
		public Builder upgradePath(@Nullable String upgradePath) {
			this.upgradePath = upgradePath;
			return this;
		}

		/** Where to get the keys of connections from; null for plain text. */
		public Builder tls(@Nullable Supplier<PeerTls> tls) {
			this.tls = tls;
			return this;
		}

		public Builder tlsGrace(Duration tlsGrace) {
			this.tlsGrace = tlsGrace;
			return this;
		}

		public TcpTransportOptions build() {
			return new TcpTransportOptions(this.bind, this.group, this.frameBytesMax, this.outboundBytesMax,
					this.bulkBytesMax, this.bulkIdle, this.connectTimeout, this.handshakeTimeout, this.retryFirst,
					this.retryMax, this.retryRefused, this.pingInterval, this.silenceMax, this.farewell, this.jitter,
					this.upgradePath, this.tls, this.tlsGrace);
		}

	}

}
