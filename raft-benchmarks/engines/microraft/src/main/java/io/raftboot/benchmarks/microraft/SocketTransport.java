package io.raftboot.benchmarks.microraft;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.microraft.RaftEndpoint;
import io.microraft.model.message.RaftMessage;
import io.microraft.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * Blocking sockets on loopback, since MicroRaft brings no transport: one connection in
 * each direction between two nodes, with a writing thread at one end and a reading one at
 * the other.
 */
final class SocketTransport implements Transport, AutoCloseable {

	private static final int BUFFER_BYTES = 1 << 17;

	private final int node;

	private final ServerSocket server;

	private final @Nullable PeerSender[] peers;

	private final Set<Socket> accepted = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	SocketTransport(int node, int[] ports) throws IOException {
		this.node = node;
		this.server = new ServerSocket();
		this.server.setReuseAddress(true);
		this.server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), ports[node]));
		this.peers = new PeerSender[ports.length];
		for (int peer = 0; peer < ports.length; peer++) {
			if (peer != node) {
				this.peers[peer] = new PeerSender("microraft-" + node + "-to-" + peer, ports[peer]);
			}
		}
	}

	/** Begins to receive. */
	void receive(Consumer<RaftMessage> receiver) {
		new Thread(() -> accept(receiver), "microraft-" + this.node + "-accept").start();
	}

	@Override
	public void send(RaftEndpoint target, RaftMessage message) {
		PeerSender peer = this.peers[((Endpoint) target).number()];
		if (peer != null) {
			peer.send(message);
		}
	}

	@Override
	public boolean isReachable(RaftEndpoint endpoint) {
		PeerSender peer = this.peers[((Endpoint) endpoint).number()];
		return peer != null && peer.isConnected();
	}

	@Override
	public void close() throws IOException, InterruptedException {
		this.closed = true;
		this.server.close();
		for (Socket socket : this.accepted) {
			socket.close();
		}
		for (PeerSender peer : this.peers) {
			if (peer != null) {
				peer.close();
			}
		}
	}

	private void accept(Consumer<RaftMessage> receiver) {
		while (!this.closed) {
			try {
				Socket socket = this.server.accept();
				this.accepted.add(socket);
				new Thread(() -> read(socket, receiver), "microraft-" + this.node + "-read").start();
			}
			catch (IOException ex) {
				// Closed, as the loop's condition tells, or a connection that is gone
				// again
			}
		}
	}

	private void read(Socket socket, Consumer<RaftMessage> receiver) {
		try (socket) {
			// Accepted while all others were being closed
			if (this.closed) {
				return;
			}
			DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES));
			while (!this.closed) {
				receiver.accept(MessageCodec.read(in));
			}
		}
		catch (IOException ex) {
			// The peer will connect anew
		}
		finally {
			this.accepted.remove(socket);
		}
	}

}
