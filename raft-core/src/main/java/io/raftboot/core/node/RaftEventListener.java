package io.raftboot.core.node;

import io.raftboot.core.model.RaftEvent;

/**
 * Hears of a node's events, one at a time and in order, on a thread of its own (never the
 * loop). May block: nobody waits for it, but of what happens meanwhile only so much is
 * kept for it, see {@link EventSubscription}.
 */
@FunctionalInterface
public interface RaftEventListener {

	void onEvent(RaftEvent event);

}
