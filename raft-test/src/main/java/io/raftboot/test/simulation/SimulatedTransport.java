package io.raftboot.test.simulation;

import java.io.IOException;
import java.util.List;
import java.util.function.BiConsumer;

import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.transport.Transport;
import io.raftboot.core.transport.TransportCounters;
import io.raftboot.core.transport.TransportListener;
import io.raftboot.core.transport.memory.MemoryTransport;

/** The network in memory, with every message looked at before it leaves. */
final class SimulatedTransport implements Transport {

	private final MemoryTransport target;

	private final Runnable wakeUp;

	private final BiConsumer<NodeId, Message> leaving;

	SimulatedTransport(MemoryTransport target, Runnable wakeUp, BiConsumer<NodeId, Message> leaving) {
		this.target = target;
		this.wakeUp = wakeUp;
		this.leaving = leaving;
	}

	long nextDeadlineNanos() {
		return this.target.nextDeadlineNanos();
	}

	@Override
	public void start(TransportListener listener) throws IOException {
		this.target.start(listener);
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
		this.leaving.accept(to, message);
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

}
