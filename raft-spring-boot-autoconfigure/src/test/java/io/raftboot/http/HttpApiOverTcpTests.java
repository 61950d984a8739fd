package io.raftboot.http;

import java.util.List;

/** The nodes talk over TCP, on ports of their own. */
class HttpApiOverTcpTests extends HttpApiClusterTests {

	@Override
	String address(int peerPort, int clientPort) {
		return "127.0.0.1:" + peerPort;
	}

	@Override
	List<String> settings(String address) {
		return List.of("--raft.bind=" + address);
	}

}
