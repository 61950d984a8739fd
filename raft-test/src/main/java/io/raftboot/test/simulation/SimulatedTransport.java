package io.raftboot.test.simulation;

import java.io.IOException;
import java.util.List;

import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.transport.Hello;
import io.raftboot.core.transport.Refusal;
import io.raftboot.core.transport.Transport;
import io.raftboot.core.transport.TransportCounters;
import io.raftboot.core.transport.TransportListener;
import io.raftboot.core.transport.memory.MemoryTransport;
import org.jspecify.annotations.Nullable;

/** The network in memory, with every message looked at before it leaves. */
final class SimulatedTransport implements Transport {

	private final MemoryTransport target;

	private final Runnable wakeUp;

	private final MessageWatch watch;

	SimulatedTransport(MemoryTransport target, Runnable wakeUp, MessageWatch watch) {
		this.target = target;
		this.wakeUp = wakeUp;
		this.watch = watch;
	}

	long nextDeadlineNanos() {
		return this.target.nextDeadlineNanos();
	}

	@Override
	public void start(TransportListener listener) throws IOException {
		this.target.start(new WatchedListener(listener));
	}

	@Override
	public String boundAddress() {
		return this.target.boundAddress();
	}

	@Override
	public void connectTo(List<Peer> peers) {
		this.target.connectTo(peers);
	}

	@Override
	public int poll() {
		return this.target.poll();
	}

	@Override
	public void await(long timeoutNanos) {
		throw new IllegalStateException("Nobody waits in a simulation");
	}

	@Override
	public void wakeUp() {
		this.wakeUp.run();
	}

	@Override
	public boolean send(NodeId to, Message message) {
		this.watch.leaves(to, message);
		return this.target.send(to, message);
	}

	@Override
	public void flush() {
		this.target.flush();
	}

	@Override
	public TransportCounters counters() {
		return this.target.counters();
	}

	@Override
	public void close() {
		this.target.close();
	}

	/** Sees what goes out and what comes in. */
	interface MessageWatch {

		void leaves(NodeId to, Message message);

		/** Before the node looks at it. */
		void arrives(Message message);

		/** After the node has looked at it. */
		void taken(Message message);

	}

	private final class WatchedListener implements TransportListener {

		private final TransportListener target;

		WatchedListener(TransportListener target) {
			this.target = target;
		}

		@Override
		public Hello hello() {
			return this.target.hello();
		}

		@Override
		public @Nullable Refusal check(Hello remote) {
			return this.target.check(remote);
		}

		@Override
		public void onMessage(Message message) {
			SimulatedTransport.this.watch.arrives(message);
			this.target.onMessage(message);
			SimulatedTransport.this.watch.taken(message);
		}

		@Override
		public void onConnected(NodeId peer) {
			this.target.onConnected(peer);
		}

		@Override
		public void onDisconnected(NodeId peer) {
			this.target.onDisconnected(peer);
		}

		@Override
		public void onRefused(NodeId peer, Refusal refusal) {
			this.target.onRefused(peer, refusal);
		}

	}

}
