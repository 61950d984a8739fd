package io.raftboot.core.node;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

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
		this.executor = new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), (task) -> {
			Thread thread = new Thread(task, threadName);
			thread.setDaemon(true);
			return thread;
		});
		this.executor.allowCoreThreadTimeOut(true);
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
