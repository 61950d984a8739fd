package io.raftboot.core.transport.tcp;

import java.util.ArrayList;
import java.util.List;

/**
 * Connections that the node has done with, on which something is still to leave: the last
 * message to a node that was removed tells it so. Loop thread only.
 */
final class Farewells {

	private final List<Outgoing> connections = new ArrayList<>();

	/** Flushes what is queued, and closes when the other side has it. */
	void add(Outgoing connection) {
		this.connections.add(connection);
		connection.leave(System.nanoTime());
	}

	void onTimer(long nowNanos) {
		for (int i = this.connections.size() - 1; i >= 0; i--) {
			Outgoing connection = this.connections.get(i);
			connection.onTimer(nowNanos);
			if (connection.isClosed()) {
				this.connections.remove(i);
			}
		}
	}

	void close() {
		for (Outgoing connection : this.connections) {
			connection.close();
		}
		this.connections.clear();
	}

}
