package io.raftboot.core.transport.tcp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.function.Supplier;

import io.netty.channel.Channel;
import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.Message;
import io.raftboot.core.transport.Lane;
import io.raftboot.core.transport.PeerTls;
import io.raftboot.core.transport.TransportListener;
import io.raftboot.core.transport.codec.FrameHeader;
import io.raftboot.core.transport.codec.MessageEncoder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the connections of one transport share. I/O never calls the listener: messages and
 * other news are queued here and delivered by the next poll, so that an exception of the
 * node reaches the node, and not Netty. Loop thread only.
 */
final class TcpContext {

	private static final Logger logger = LoggerFactory.getLogger(TcpTransport.class);

	private final TcpTransportOptions options;

	private final int groupHash;

	private final TcpLoop loop = new TcpLoop();

	private final Counters counters = new Counters();

	private final RefusalLog refusals = new RefusalLog();

	private final Farewells farewells = new Farewells();

	private final BodyPool bodies = new BodyPool();

	/** Null without TLS. */
	private final @Nullable TlsLayer tls;

	/** Messages as they are or with their body, everything else as an {@link Arrival}. */
	private final ArrayDeque<Object> arrivals = new ArrayDeque<>();

	private long nextTimerNanos = System.nanoTime();

	TcpContext(TcpTransportOptions options) {
		this.options = options;
		this.groupHash = FrameHeader.groupHash(options.group());
		Supplier<PeerTls> tls = options.tls();
		this.tls = (tls != null) ? new TlsLayer(tls, options.tlsGrace()) : null;
	}

	TcpTransportOptions options() {
		return this.options;
	}

	int groupHash() {
		return this.groupHash;
	}

	TcpLoop loop() {
		return this.loop;
	}

	Counters counters() {
		return this.counters;
	}

	BodyPool bodies() {
		return this.bodies;
	}

	@Nullable TlsLayer tls() {
		return this.tls;
	}

	Farewells farewells() {
		return this.farewells;
	}

	/** Largest whole frame of a lane. */
	int frameBytesMax(Lane lane) {
		return (lane == Lane.BULK) ? MessageEncoder.CHUNK_FRAME_BYTES_MAX : this.options.frameBytesMax();
	}

	/** Most bytes of a lane that may wait for one peer. */
	long queueBytesMax(Lane lane) {
		return (lane == Lane.BULK) ? this.options.bulkBytesMax() : this.options.outboundBytesMax();
	}

	void arrived(Message message) {
		this.arrivals.add(message);
	}

	/** The body goes back to the pool when the listener has had the message. */
	void arrived(AppendEntries message, byte[] body) {
		this.arrivals.add(new Pooled(message, body));
	}

	void arrived(Arrival arrival) {
		this.arrivals.add(arrival);
	}

	boolean hasArrivals() {
		return !this.arrivals.isEmpty();
	}

	/** Tells the listener everything so far; returns how much that was. */
	int deliver(TransportListener listener) {
		int count = 0;
		for (Object next = this.arrivals.poll(); next != null; next = this.arrivals.poll()) {
			count++;
			if (next instanceof Message message) {
				listener.onMessage(message);
			}
			else if (next instanceof Pooled pooled) {
				listener.onMessage(pooled.message());
				this.bodies.give(pooled.body());
			}
			else {
				((Arrival) next).deliver(listener);
			}
		}
		return count;
	}

	/** When the timers must run next, in {@link System#nanoTime}. */
	long nextTimerNanos() {
		return this.nextTimerNanos;
	}

	/** Somebody must be called back at this time, or before. */
	void wantTimer(long nanos) {
		if (nanos - this.nextTimerNanos < 0) {
			this.nextTimerNanos = nanos;
		}
	}

	/** All timers are about to run and will ask again. */
	void resetTimer(long latestNanos) {
		this.nextTimerNanos = latestNanos;
	}

	/** Bytes that break the protocol: counts, warns and closes. */
	void refuseFrame(Channel channel, String why) {
		this.counters.frameRefused();
		warn(channel.remoteAddress(), "Closing the connection with " + channel.remoteAddress() + ": " + why);
		channel.close();
	}

	/** Broken connections are daily business, anything else is a fault of ours. */
	void logFailure(Channel channel, Throwable cause) {
		if (cause instanceof IOException) {
			logger.debug("Connection with {} failed", channel.remoteAddress(), cause);
		}
		else {
			logger.warn("Connection with {} failed unexpectedly", channel.remoteAddress(), cause);
		}
	}

	/**
	 * There is no TLS with somebody: counts and warns.
	 * @param host the other side, which is warned of once a minute
	 * @param who the same, as a part of a sentence
	 */
	void tlsFailed(String host, String who, TlsFailure failure) {
		if (failure.isOurs()) {
			this.counters.connectionRefused();
		}
		this.refusals.warn(host + " (TLS, " + failure.kind() + ")", "No TLS with " + who + ": " + failure.text(),
				System.nanoTime());
	}

	void warn(@Nullable SocketAddress remote, String what) {
		this.refusals.warn(host(remote), what, System.nanoTime());
	}

	static String host(@Nullable SocketAddress remote) {
		return (remote instanceof InetSocketAddress address) ? address.getHostString() : "unknown";
	}

	void warnOversized(Message message, int bytes) {
		this.refusals.warn("oversized messages", "Not sending a " + message.getClass().getSimpleName() + " of " + bytes
				+ " bytes: a frame may have " + this.options.frameBytesMax(), System.nanoTime());
	}

	private record Pooled(AppendEntries message, byte[] body) {
	}

}
