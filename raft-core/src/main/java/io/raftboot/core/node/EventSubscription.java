package io.raftboot.core.node;

import java.util.ArrayDeque;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.raftboot.core.model.RaftEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listener with what it has not heard yet. It hears of one event at a time, in order,
 * on a thread that no other listener uses. When it is too slow the oldest events are
 * dropped and counted, so that it hears of the latest in the end. For any thread.
 */
public final class EventSubscription implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(EventSubscription.class);

	private final RaftEventListener listener;

	private final int queueMax;

	private final Set<Class<? extends RaftEvent>> types;

	private final ArrayDeque<RaftEvent> queue = new ArrayDeque<>();

	/** Whether somebody is at it; no second one begins meanwhile. */
	private boolean telling;

	private boolean closed;

	private long delivered;

	private long dropped;

	EventSubscription(RaftEventListener listener, int queueMax, Set<Class<? extends RaftEvent>> types) {
		if (queueMax < 1) {
			throw new IllegalArgumentException("A queue of " + queueMax + " events holds none");
		}
		this.listener = listener;
		this.queueMax = queueMax;
		this.types = Set.copyOf(types);
	}

	/** Who hears of events. */
	public RaftEventListener listener() {
		return this.listener;
	}

	/** Events it has heard of. */
	public synchronized long delivered() {
		return this.delivered;
	}

	/** Events it will never hear of because it was too slow. */
	public synchronized long dropped() {
		return this.dropped;
	}

	/** Events it is yet to hear of. */
	public synchronized int waiting() {
		return this.queue.size();
	}

	/** It hears of nothing any more, but for what it is being told at this moment. */
	@Override
	public synchronized void close() {
		this.closed = true;
		this.queue.clear();
	}

	synchronized boolean isClosed() {
		return this.closed;
	}

	boolean wants(RaftEvent event) {
		return this.types.isEmpty() || this.types.contains(event.getClass());
	}

	/** Queues an event; never waits for the listener. */
	void offer(RaftEvent event, Executor executor) {
		if (!add(event)) {
			return;
		}
		try {
			executor.execute(this::tell);
		}
		catch (RejectedExecutionException ex) {
			stopTelling(); // the node has ended; it hears when it starts again
		}
	}

	/** Whether somebody must be found to tell it. */
	private synchronized boolean add(RaftEvent event) {
		if (this.closed) {
			return false;
		}
		if (this.queue.size() == this.queueMax) {
			this.queue.remove();
			this.dropped++;
			if (Long.bitCount(this.dropped) == 1) {
				logger.warn("{} is slow: {} of the events for it are dropped so far", this.listener, this.dropped);
			}
		}
		this.queue.add(event);
		boolean idle = !this.telling;
		this.telling = true;
		return idle;
	}

	private void tell() {
		for (RaftEvent event = next(); event != null; event = next()) {
			try {
				this.listener.onEvent(event);
			}
			catch (RuntimeException | Error ex) {
				logger.warn("A listener failed on {}", event, ex);
			}
			heard();
		}
	}

	private synchronized @Nullable RaftEvent next() {
		RaftEvent event = this.queue.poll();
		if (event == null) {
			stopTelling();
		}
		return event;
	}

	private synchronized void heard() {
		this.delivered++;
	}

	private synchronized void stopTelling() {
		this.telling = false;
	}

}
