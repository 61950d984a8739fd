package io.raftboot.benchmarks.limits;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** The two ends of a blocking loopback connection without Nagle's delay. */
final class Loopback implements AutoCloseable {

	private final SocketChannel client;

	private final SocketChannel server;

	Loopback() throws IOException {
		try (ServerSocketChannel listening = ServerSocketChannel.open()) {
			listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			this.client = SocketChannel.open(listening.getLocalAddress());
			this.server = listening.accept();
		}
		this.client.setOption(StandardSocketOptions.TCP_NODELAY, true);
		this.server.setOption(StandardSocketOptions.TCP_NODELAY, true);
	}

	SocketChannel client() {
		return this.client;
	}

	SocketChannel server() {
		return this.server;
	}

	static void send(SocketChannel channel, ByteBuffer message) throws IOException {
		message.clear();
		while (message.hasRemaining()) {
			channel.write(message);
		}
	}

	/** Fills the whole buffer. */
	static void receive(SocketChannel channel, ByteBuffer message) throws IOException {
		message.clear();
		while (message.hasRemaining()) {
			if (channel.read(message) < 0) {
				throw new EOFException("The other end closed the connection");
			}
		}
	}

	@Override
	public void close() throws IOException {
		this.client.close();
		this.server.close();
	}

}
