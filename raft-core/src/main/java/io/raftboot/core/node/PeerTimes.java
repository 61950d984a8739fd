package io.raftboot.core.node;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.AppendResponse;
import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.HeartbeatResponse;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;

/** When one peer was sent what it has not answered yet. Loop thread only. */
final class PeerTimes {

	final NodeId peer;

	private final NodeMeter meter;

	private final NodeClock clock;

	private final IndexTimes entries = new IndexTimes();

	/** Round of the latest heartbeat that is not answered, 0 for none. */
	private long round;

	private long roundNanos;

	/** Term of what was sent last. */
	private long term;

	PeerTimes(NodeId peer, NodeMeter meter, NodeClock clock) {
		this.peer = peer;
		this.meter = meter;
		this.clock = clock;
	}

	void sent(Message message) {
		if (message.term() != this.term) {
			this.term = message.term();
			lost();
		}
		if (message instanceof AppendEntries append) {
			if (!append.entries().isEmpty()) {
				this.entries.add(append.entries().lastIndex(), this.clock.nanoTime());
				this.meter.entriesSent(this.peer, append.entries().count(), append.entries().byteSize());
			}
		}
		else if (message instanceof Heartbeat heartbeat && heartbeat.round() != this.round) {
			this.round = heartbeat.round();
			this.roundNanos = this.clock.nanoTime();
		}
	}

	void received(Message message) {
		if (message instanceof AppendResponse response) {
			answered(response);
		}
		else if (message instanceof HeartbeatResponse response && this.round != 0L && response.round() == this.round) {
			this.round = 0L;
			this.meter.heartbeatAnswered(this.peer, this.clock.nanoTime() - this.roundNanos);
		}
	}

	private void answered(AppendResponse response) {
		if (!response.success()) {
			this.entries.clear(); // what was sent behind the refused place is lost
		}
		else if (this.entries.reaches(response.matchIndex())) {
			long nowNanos = this.clock.nanoTime();
			while (this.entries.reaches(response.matchIndex())) {
				this.meter.entriesReplicated(this.peer, nowNanos - this.entries.remove());
			}
		}
	}

	/** What was sent will not be answered. */
	void lost() {
		this.entries.clear();
		this.round = 0L;
	}

}
