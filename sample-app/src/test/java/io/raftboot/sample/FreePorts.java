package io.raftboot.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * Finds free ports below those the system gives to outgoing connections: a node that is
 * down for a while finds its port free when it comes back.
 */
final class FreePorts {

	private static final int LOWEST = 12_000;

	private static final int HIGHEST = 32_000;

	private static final Random RANDOM = new Random();

	private static final Set<Integer> GIVEN = new HashSet<>();

	private FreePorts() {
	}

	static synchronized int next() {
		for (int attempts = 0; attempts < 1000; attempts++) {
			int port = RANDOM.nextInt(LOWEST, HIGHEST);
			if (!GIVEN.contains(port) && isFree(port)) {
				GIVEN.add(port);
				return port;
			}
		}
		throw new IllegalStateException("No free port between " + LOWEST + " and " + HIGHEST);
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

}
