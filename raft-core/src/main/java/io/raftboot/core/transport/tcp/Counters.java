package io.raftboot.core.transport.tcp;

import io.raftboot.core.transport.TransportCounters;

/** Totals, written by the loop thread alone and read by any. */
@SuppressWarnings("NonAtomicOperationOnVolatileField")
final class Counters {

	private volatile long bytesSent;

	private volatile long bytesReceived;

	private volatile long messagesDropped;

	private volatile long framesRefused;

	private volatile long connectionsRefused;

	void sent(long bytes) {
		this.bytesSent += bytes;
	}

	void received(long bytes) {
		this.bytesReceived += bytes;
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
		return new TransportCounters(this.bytesSent, this.bytesReceived, this.messagesDropped, this.framesRefused,
				this.connectionsRefused);
	}

}
