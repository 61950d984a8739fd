package io.raftboot.core.transport.tcp;

import io.raftboot.core.transport.Lane;
import io.raftboot.core.transport.TransportCounters;

/** Totals, written by the loop thread alone and read by any. */
@SuppressWarnings("NonAtomicOperationOnVolatileField")
final class Counters {

	private volatile long bytesSent;

	private volatile long bytesReceived;

	private volatile long bulkBytesSent;

	private volatile long bulkBytesReceived;

	private volatile long messagesDropped;

	private volatile long framesRefused;

	private volatile long connectionsRefused;

	void sent(long bytes, Lane lane) {
		this.bytesSent += bytes;
		if (lane == Lane.BULK) {
			this.bulkBytesSent += bytes;
		}
	}

	void received(long bytes, Lane lane) {
		this.bytesReceived += bytes;
		if (lane == Lane.BULK) {
			this.bulkBytesReceived += bytes;
		}
	}

	void messageDropped() {
		this.messagesDropped++;
	}

	void frameRefused() {
		this.framesRefused++;
	}

	void connectionRefused() {
		this.connectionsRefused++;
	}

	TransportCounters snapshot() {
		return new TransportCounters(this.bytesSent, this.bytesReceived, this.bulkBytesSent, this.bulkBytesReceived,
				this.messagesDropped, this.framesRefused, this.connectionsRefused);
	}

}
