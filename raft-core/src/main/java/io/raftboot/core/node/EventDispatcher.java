package io.raftboot.core.node;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.raftboot.core.model.RaftEvent;

/** Queues what happened for every listener that wants to know. Loop thread only. */
final class EventDispatcher {

	private static final long PATIENCE_NANOS = 1_000_000_000L;

	private final RaftEvents events;

	private final Supplier<ExecutorService> threads;

	private final Map<EventSubscription, ExecutorService> executors = new LinkedHashMap<>();

	/**
	 * @param threads makes an executor that runs tasks in order, for one listener
	 */
	EventDispatcher(RaftEvents events, Supplier<ExecutorService> threads) {
		this.events = events;
		this.threads = threads;
	}

	void dispatch(RaftEvent event) {
		for (EventSubscription subscription : this.events.all()) {
			if (subscription.wants(event)) {
				subscription.offer(event, this.executors.computeIfAbsent(subscription, (added) -> this.threads.get()));
			}
		}
	}

	/**
	 * Takes no more, and waits a moment until what is queued is told: it may be that the
	 * node leads no more. Who takes longer hears it while others stop.
	 */
	void close() {
		long deadlineNanos = System.nanoTime() + PATIENCE_NANOS;
		this.executors.values().forEach(ExecutorService::shutdown);
		try {
			for (ExecutorService executor : this.executors.values()) {
				executor.awaitTermination(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
