package io.raftboot.core.transport.tcp;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;

import io.netty.channel.Channel;
import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.Message;
import io.raftboot.core.transport.Lane;
import io.raftboot.core.transport.TransportListener;
import io.raftboot.core.transport.codec.FrameHeader;
import io.raftboot.core.transport.codec.MessageEncoder;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of one transport share. I/O never calls the listener: messages and
 * other news are queued here and delivered by the next poll, so that an exception of the
 * node reaches the node, and not Netty. Loop thread only.
 */
final class TcpContext {

	private final TcpTransportOptions options;

	private final int groupHash;

	private final TcpLoop loop = new TcpLoop();

	private final Counters counters = new Counters();

	private final RefusalLog refusals = new RefusalLog();

	private final Farewells farewells = new Farewells();

	private final BodyPool bodies = new BodyPool();

	/** Messages as they are or with their body, everything else as an {@link Arrival}. */
	private final ArrayDeque<Object> arrivals = new ArrayDeque<>();

	private long nextTimerNanos = System.nanoTime();

	TcpContext(TcpTransportOptions options) {
		this.options = options;
		this.groupHash = FrameHeader.groupHash(options.group());
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

	void warn(@Nullable SocketAddress remote, String what) {
		String host = (remote instanceof InetSocketAddress address) ? address.getHostString() : "unknown";
		this.refusals.warn(host, what, System.nanoTime());
	}

	void warnOversized(Message message, int bytes) {
		this.refusals.warn("oversized messages", "Not sending a " + message.getClass().getSimpleName() + " of " + bytes
				+ " bytes: a frame may have " + this.options.frameBytesMax(), System.nanoTime());
	}

	private record Pooled(AppendEntries message, byte[] body) {
	}

}
