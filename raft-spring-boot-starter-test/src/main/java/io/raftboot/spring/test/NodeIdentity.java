package io.raftboot.spring.test;

import java.nio.file.Path;
import java.util.List;

/**
 * Who a node of the cluster is.
 *
 * @param id its id
 * @param address its address in the network in memory
 * @param peers all nodes, as in {@code raft.peers}
 * @param directory for files of the application
 */
record NodeIdentity(String id, String address, String peers, Path directory) {

	/** What is set for each node. */
	static final List<String> PROPERTIES = List.of("raft.enabled", "raft.node-id", "raft.peers", "raft.bind",
			"raft.address", "raft.data-dir", "raft.join", "raft.standalone", "raft.transport.type");

	List<String> properties() {
		return List.of("raft.enabled=true", "raft.node-id=" + this.id, "raft.peers=" + this.peers,
				"raft.bind=" + this.address, "raft.address=" + this.address,
				// A backslash of Windows would be read as an escape
				"raft.data-dir=" + this.directory.toString().replace('\\', '/'), "raft.join=false",
				"raft.standalone=false", "raft.transport.type=tcp");
	}

}
