package io.raftboot.core.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.model.AppendResponse;
import io.raftboot.core.model.HeartbeatResponse;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.transport.Hello;
import io.raftboot.core.transport.Refusal;
import io.raftboot.core.transport.Transport;
import io.raftboot.core.transport.TransportCounters;
import io.raftboot.core.transport.TransportListener;
import org.jspecify.annotations.Nullable;

/**
 * Measures replication by what passes through a transport. Threads as there.
 */
final class MeteredTransport implements Transport {

	private final Transport target;

	private final NodeMeter meter;

	private final NodeClock clock;

	/** Everybody this node ever had something to measure with; few. */
	private final List<PeerTimes> peers = new ArrayList<>();

	private MeteredTransport(Transport target, NodeMeter meter, NodeClock clock) {
		this.target = target;
		this.meter = meter;
		this.clock = clock;
	}

	/** The transport itself if nothing is measured there. */
	static Transport of(Transport transport, NodeEnvironment environment) {
		NodeMeter meter = environment.meter();
		return (meter != null) ? new MeteredTransport(transport, meter, environment.clock()) : transport;
	}

	private PeerTimes times(NodeId peer) {
		for (int i = 0; i < this.peers.size(); i++) {
			PeerTimes known = this.peers.get(i);
			if (known.peer == peer || known.peer.equals(peer)) {
				return known;
			}
		}
		PeerTimes fresh = new PeerTimes(peer, this.meter, this.clock);
		this.peers.add(fresh);
		return fresh;
	}

	@Override
	public void start(TransportListener listener) throws IOException {
		this.target.start(new Listener(listener));
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
		this.target.await(timeoutNanos);
	}

	@Override
	public void wakeUp() {
		this.target.wakeUp();
	}

	@Override
	public boolean send(NodeId to, Message message) {
		boolean taken = this.target.send(to, message);
		if (taken && message instanceof Message.Protocol) {
			times(to).sent(message);
		}
		return taken;
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

	/** Sees what arrives before the node does. */
	private final class Listener implements TransportListener {

		private final TransportListener node;

		Listener(TransportListener node) {
			this.node = node;
		}

		@Override
		public Hello hello() {
			return this.node.hello();
		}

		@Override
		public @Nullable Refusal check(Hello remote) {
			return this.node.check(remote);
		}

		@Override
		public void onMessage(Message message) {
			if (message instanceof AppendResponse || message instanceof HeartbeatResponse) {
				times(message.from()).received(message);
			}
			this.node.onMessage(message);
		}

		@Override
		public void onConnected(NodeId peer) {
			this.node.onConnected(peer);
		}

		@Override
		public void onDisconnected(NodeId peer) {
			times(peer).lost();
			this.node.onDisconnected(peer);
		}

		@Override
		public void onRefused(NodeId peer, Refusal refusal) {
			this.node.onRefused(peer, refusal);
		}

	}

}
