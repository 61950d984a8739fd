package io.raftboot.core.transport.memory;

import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.transport.Hello;
import io.raftboot.core.transport.Lane;
import io.raftboot.core.transport.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * One way from a dialler to an acceptor. Fields are guarded by the network's lock, the
 * unflushed messages belong to the dialler's loop.
 */
final class MemoryConnection {

	private final MemoryNetwork network;

	private final MemoryTransport dialler;

	private final MemoryTransport acceptor;

	private final Lane lane;

	private final List<Letter> unflushed = new ArrayList<>();

	private long queuedBytes;

	private long lastArrivalNanos;

	private boolean closed;

	/** Ended by the acceptor, which takes nothing more from it. */
	private boolean refusing;

	MemoryConnection(MemoryNetwork network, MemoryTransport dialler, MemoryTransport acceptor, Lane lane) {
		this.network = network;
		this.dialler = dialler;
		this.acceptor = acceptor;
		this.lane = lane;
		this.lastArrivalNanos = network.nowNanos();
	}

	Lane lane() {
		return this.lane;
	}

	void greet(Hello hello) {
		carry(this.dialler, this.acceptor, () -> this.acceptor.onHello(this, hello));
	}

	void answer(@Nullable Hello hello, @Nullable Refusal refusal) {
		carry(this.acceptor, this.dialler, () -> this.dialler.onAnswer(this, hello, refusal));
	}

	/** The dialler, having seen the answer, would not have the acceptor. */
	void reject(Refusal refusal) {
		NodeId from = this.dialler.nodeId();
		carry(this.dialler, this.acceptor, () -> this.acceptor.onRejected(from, refusal));
	}

	/** One side ends it; the other one learns of it if the network lets it. */
	void close(MemoryTransport side) {
		this.network.lock().lock();
		try {
			if (!this.closed) {
				this.closed = true;
				if (side == this.acceptor) {
					this.refusing = true;
					carry(this.acceptor, this.dialler, () -> this.dialler.onClosed(this));
				}
			}
		}
		finally {
			this.network.lock().unlock();
		}
	}

	/** Queues a message; false if there is no room. */
	boolean add(Envelope envelope) {
		int bytes = envelope.bytes();
		this.network.lock().lock();
		try {
			if (this.queuedBytes + bytes > this.network.options().queueBytesMax(this.lane)) {
				return false;
			}
			this.queuedBytes += bytes;
		}
		finally {
			this.network.lock().unlock();
		}
		this.unflushed.add(new Letter(envelope));
		return true;
	}

	/** Sends what was queued; returns its bytes. */
	long flush() {
		if (this.unflushed.isEmpty()) {
			return 0;
		}
		long bytes = 0;
		this.network.lock().lock();
		try {
			for (Letter letter : this.unflushed) {
				bytes += letter.envelope.bytes();
				this.network.transmit(this.dialler.nodeId(), this.acceptor, this.lane, letter);
			}
			if (this.closed) {
				// Nobody is there: as with a reset, the sender finds out by sending
				carry(this.acceptor, this.dialler, () -> this.dialler.onClosed(this));
			}
		}
		finally {
			this.network.lock().unlock();
		}
		this.unflushed.clear();
		return bytes;
	}

	/** Handshakes are lost by cuts only: TCP would repeat them. */
	private void carry(MemoryTransport from, MemoryTransport to, Runnable opening) {
		this.network.lock().lock();
		try {
			if (this.network.reaches(from.nodeId(), to.nodeId())) {
				this.network.post(from.nodeId(), to, opening);
			}
		}
		finally {
			this.network.lock().unlock();
		}
	}

	/** A message on its way. */
	private final class Letter implements MemoryNetwork.Delivery {

		private final Envelope envelope;

		Letter(Envelope envelope) {
			this.envelope = envelope;
		}

		@Override
		public long arrival(long earliestNanos, boolean inOrder) {
			if (!inOrder) {
				return earliestNanos;
			}
			MemoryConnection connection = MemoryConnection.this;
			if (earliestNanos - connection.lastArrivalNanos > 0) {
				connection.lastArrivalNanos = earliestNanos;
			}
			return connection.lastArrivalNanos;
		}

		/** A forwarded command is sent once because no transport may double it. */
		@Override
		public boolean isOnce() {
			return this.envelope.isCommand();
		}

		@Override
		public void lost() {
			MemoryConnection.this.queuedBytes -= this.envelope.bytes();
		}

		@Override
		public void open(boolean last) {
			boolean refusing;
			MemoryConnection.this.network.lock().lock();
			try {
				if (last) {
					lost();
				}
				refusing = MemoryConnection.this.refusing;
			}
			finally {
				MemoryConnection.this.network.lock().unlock();
			}
			if (!refusing) {
				MemoryConnection connection = MemoryConnection.this;
				connection.acceptor.onMessage(this.envelope.read(connection.dialler.nodeId()), this.envelope.bytes(),
						connection.lane);
			}
		}

	}

}
