package io.raftboot.core.node;

import java.util.List;
import java.util.concurrent.ExecutorService;

import io.raftboot.core.model.RaftEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners what happened, in order, on a thread of their own. */
final class EventDispatcher {

	private static final Logger logger = LoggerFactory.getLogger(EventDispatcher.class);

	private final ExecutorService executor;

	private final List<RaftEventListener> listeners;

	EventDispatcher(ExecutorService executor, List<RaftEventListener> listeners) {
		this.executor = executor;
		this.listeners = listeners;
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
