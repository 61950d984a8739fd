package io.raftboot.http;

import java.util.List;

/** The nodes talk over the port that clients use. */
class HttpApiOverHttpTests extends HttpApiClusterTests {

	@Override
	String address(int peerPort, int clientPort) {
		return "127.0.0.1:" + clientPort;
	}

	@Override
	List<String> settings(String address) {
		return List.of("--raft.transport.type=http", "--server.servlet.context-path=/app");
	}

}
