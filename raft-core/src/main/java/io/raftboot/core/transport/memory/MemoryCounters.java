package io.raftboot.core.transport.memory;

import java.util.concurrent.atomic.AtomicLong;

import io.raftboot.core.transport.Lane;
import io.raftboot.core.transport.TransportCounters;

/** Totals of one transport; for any thread. */
final class MemoryCounters {

	private final AtomicLong bytesSent = new AtomicLong();

	private final AtomicLong bytesReceived = new AtomicLong();

	private final AtomicLong bulkBytesSent = new AtomicLong();

	private final AtomicLong bulkBytesReceived = new AtomicLong();

	private final AtomicLong messagesDropped = new AtomicLong();

	private final AtomicLong connectionsRefused = new AtomicLong();

	void sent(long bytes, Lane lane) {
		this.bytesSent.addAndGet(bytes);
		if (lane == Lane.BULK) {
			this.bulkBytesSent.addAndGet(bytes);
		}
	}

	void received(long bytes, Lane lane) {
		this.bytesReceived.addAndGet(bytes);
		if (lane == Lane.BULK) {
			this.bulkBytesReceived.addAndGet(bytes);
		}
	}

	void dropped() {
		this.messagesDropped.incrementAndGet();
	}

	void connectionRefused() {
		this.connectionsRefused.incrementAndGet();
	}

	TransportCounters snapshot() {
		return new TransportCounters(this.bytesSent.get(), this.bytesReceived.get(), this.bulkBytesSent.get(),
				this.bulkBytesReceived.get(), this.messagesDropped.get(), 0L, this.connectionsRefused.get());
	}

}
