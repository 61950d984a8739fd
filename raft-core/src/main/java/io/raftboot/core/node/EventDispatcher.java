package io.raftboot.core.node;

import java.util.List;
import java.util.concurrent.ThreadPoolExecutor;

import io.raftboot.core.model.RaftEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners what happened, in order, on a thread of their own. */
final class EventDispatcher {

	private static final Logger logger = LoggerFactory.getLogger(EventDispatcher.class);

	private final ThreadPoolExecutor executor;

	private final List<RaftEventListener> listeners;

	EventDispatcher(String threadName, List<RaftEventListener> listeners) {
		this.listeners = listeners;
		this.executor = OnDemandThreads.single(threadName);
	}

	void dispatch(RaftEvent event) {
		if (!this.listeners.isEmpty()) {
			this.executor.execute(() -> tell(event));
		}
	}

	private void tell(RaftEvent event) {
		for (RaftEventListener listener : this.listeners) {
			try {
				listener.onEvent(event);
			}
			catch (RuntimeException ex) {
				logger.warn("A listener failed on {}", event, ex);
			}
		}
	}

	void close() {
		this.executor.shutdown();
	}

}
