package io.raftboot.test.scenario;

import io.raftboot.core.model.NodeId;

/**
 * A message that was sent, wherever it is now.
 *
 * @param number counted over the whole script
 */
record Flight(long number, NodeId from, NodeId to, Object message) {

	String text() {
		return this.from + " -> " + this.to + "  #" + this.number + " " + MessageFields.text(this.message);
	}
}
