package io.raftboot.core.node;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.raftboot.core.model.RaftEvent;

/**
 * Who hears of a node's events: each listener in order, on a thread of its own, and never
 * the loop. Subscriptions belong to the node and outlast its stops and starts. For any
 * thread.
 */
public final class RaftEvents {

	/** Events that wait for a listener unless it says otherwise. */
	public static final int QUEUE_MAX = 1024;

	private final List<EventSubscription> subscriptions = new CopyOnWriteArrayList<>();

	/** Made by the node. */
	RaftEvents() {
	}

	/** Has this listener hear of everything from now on. */
	public EventSubscription subscribe(RaftEventListener listener) {
		return subscribe(listener, QUEUE_MAX, Set.of());
	}

	/**
	 * Has this listener hear from now on of events of these types.
	 * @param queueMax events that may wait for it; then the oldest are dropped
	 * @param types which, all if there are none
	 * @throws IllegalArgumentException if nothing may wait
	 */
	public EventSubscription subscribe(RaftEventListener listener, int queueMax,
			Set<Class<? extends RaftEvent>> types) {
		this.subscriptions.removeIf(EventSubscription::isClosed);
		EventSubscription subscription = new EventSubscription(listener, queueMax, types);
		this.subscriptions.add(subscription);
		return subscription;
	}

	/** Ends all subscriptions of this listener. */
	public void unsubscribe(RaftEventListener listener) {
		for (EventSubscription subscription : this.subscriptions) {
			if (subscription.listener().equals(listener)) {
				subscription.close();
			}
		}
		this.subscriptions.removeIf(EventSubscription::isClosed);
	}

	/** Those that are not closed. */
	public List<EventSubscription> subscriptions() {
		return this.subscriptions.stream().filter((subscription) -> !subscription.isClosed()).toList();
	}

	/** Without a copy, for the loop; closed ones among them. */
	List<EventSubscription> all() {
		return this.subscriptions;
	}

}
