package io.raftboot.core.node;

import io.raftboot.core.model.RaftEvent;

/**
 * Hears of a node's events, one at a time and in order, on the node's event thread (never
 * the loop). May block; other listeners then hear later, the node itself does not wait.
 */
@FunctionalInterface
public interface RaftEventListener {

	void onEvent(RaftEvent event);

}
