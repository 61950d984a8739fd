package io.raftboot.benchmarks.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Loopback ports that were free a moment ago, for engines that must know all addresses
 * before the first node listens.
 */
public final class FreePorts {

	private FreePorts() {
	}

	/** This many different ports. */
	public static int[] find(int count) throws IOException {
		ServerSocket[] sockets = new ServerSocket[count];
		int[] ports = new int[count];
		try {
			for (int i = 0; i < count; i++) {
				sockets[i] = new ServerSocket();
				sockets[i].setReuseAddress(true);
				sockets[i].bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
				ports[i] = sockets[i].getLocalPort();
			}
		}
		finally {
			for (ServerSocket socket : sockets) {
				if (socket != null) {
					socket.close();
				}
			}
		}
		return ports;
	}

}
