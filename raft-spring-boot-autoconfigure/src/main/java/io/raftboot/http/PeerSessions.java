package io.raftboot.http;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of peers that are carried to the node, no more than so many at once. A
 * container does not say so when it could not hand a connection over after all, because
 * the peer was gone: what has not begun in time is closed by the next one that comes. For
 * any thread.
 */
final class PeerSessions {

	private static final Logger logger = LoggerFactory.getLogger(PeerSessions.class);

	private static final long BEGIN_NANOS_MAX = 10_000_000_000L;

	private static final long WARNING_NANOS = 60_000_000_000L;

	private final int sessionsMax;

	private final LongSupplier clock;

	/** Not handed over yet, since when. */
	private final Map<Socket, Long> promised = new HashMap<>();

	private final Set<Socket> begun = new HashSet<>();

	private long refused;

	private long warnedNanos;

	/**
	 * @param clock monotonic, in nanoseconds
	 */
	PeerSessions(int sessionsMax, LongSupplier clock) {
		this.sessionsMax = sessionsMax;
		this.clock = clock;
		this.warnedNanos = clock.getAsLong() - WARNING_NANOS;
	}

	/**
	 * Makes room for one more.
	 * @param node its way to the node, not connected yet
	 * @return whether there is room
	 */
	synchronized boolean open(Socket node) {
		long nowNanos = this.clock.getAsLong();
		this.promised.entrySet().removeIf((one) -> {
			boolean late = nowNanos - one.getValue() >= BEGIN_NANOS_MAX;
			if (late) {
				closeSocket(one.getKey());
			}
			return late;
		});
		if (this.promised.size() + this.begun.size() < this.sessionsMax) {
			this.promised.put(node, nowNanos);
			return true;
		}
		this.refused++;
		if (nowNanos - this.warnedNanos >= WARNING_NANOS) {
			this.warnedNanos = nowNanos;
			logger.warn("As many connections of peers as may be are open on the port of the application, {}; refused"
					+ " so far: {}", this.sessionsMax, this.refused);
		}
		return false;
	}

	/** The container has handed it over, and says when it is over. */
	synchronized void begin(Socket node) {
		if (this.promised.remove(node) != null) {
			this.begun.add(node);
		}
	}

	/** Closes the way to the node, if it is not closed already. */
	synchronized void close(Socket node) {
		this.promised.remove(node);
		this.begun.remove(node);
		closeSocket(node);
	}

	synchronized void closeAll() {
		List<Socket> all = new ArrayList<>(this.promised.keySet());
		all.addAll(this.begun);
		all.forEach(this::close);
	}

	/** How many found no room. */
	synchronized long refused() {
		return this.refused;
	}

	private static void closeSocket(Socket node) {
		try {
			node.close();
		}
		catch (IOException ex) {
			logger.debug("The connection to the node did not close in order", ex);
		}
	}

}
