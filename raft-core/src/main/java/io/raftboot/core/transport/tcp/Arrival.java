package io.raftboot.core.transport.tcp;

import io.raftboot.core.transport.TransportListener;

/** Something for the listener that happened while the loop ran I/O. */
@FunctionalInterface
interface Arrival {

	void deliver(TransportListener listener);

}
