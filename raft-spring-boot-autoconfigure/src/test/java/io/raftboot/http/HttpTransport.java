package io.raftboot.http;

import java.io.IOException;
import java.util.List;

import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.transport.HostPort;
import io.raftboot.core.transport.Transport;
import io.raftboot.core.transport.TransportCounters;
import io.raftboot.core.transport.TransportListener;
import io.raftboot.core.transport.tcp.TcpTransport;
import io.raftboot.core.transport.tcp.TcpTransportOptions;

/**
 * A node's transport and the web server in front of it, as an application has them with
 * {@code raft.transport.type=http}: its address is that of the web server.
 */
final class HttpTransport implements Transport {

	private final PeerWebServer server;

	private final TcpTransport node;

	private final HostPort address;

	private PeerWebServer.Port port;

	/**
	 * @param options of a node that listens on loopback
	 * @param address where the web server listens
	 */
	HttpTransport(PeerWebServer server, TcpTransportOptions.Builder options, String address) {
		this.server = server;
		this.node = new TcpTransport(options.upgradePath(RaftPeerServlet.PATH).build());
		this.address = HostPort.parse(address);
	}

	@Override
	public void start(TransportListener listener) throws IOException {
		this.port = this.server.open(this.address.port(), this.node::boundAddress);
		this.node.start(listener);
	}

	@Override
	public String boundAddress() {
		return "127.0.0.1:" + this.port.number();
	}

	@Override
	public void connectTo(List<Peer> peers) {
		this.node.connectTo(peers);
	}

	@Override
	public int poll() {
		return this.node.poll();
	}

	@Override
	public void await(long timeoutNanos) {
		this.node.await(timeoutNanos);
	}

	@Override
	public void wakeUp() {
		this.node.wakeUp();
	}

	@Override
	public boolean send(NodeId to, Message message) {
		return this.node.send(to, message);
	}

	@Override
	public void flush() {
		this.node.flush();
	}

	@Override
	public TransportCounters counters() {
		return this.node.counters();
	}

	@Override
	public void close() {
		this.node.close();
		if (this.port != null) {
			this.port.close();
		}
	}

}
