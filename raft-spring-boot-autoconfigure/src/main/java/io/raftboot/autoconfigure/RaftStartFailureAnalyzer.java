package io.raftboot.autoconfigure;

import io.raftboot.core.node.RaftStartException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to do when the node cannot start. */
final class RaftStartFailureAnalyzer extends AbstractFailureAnalyzer<RaftStartException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, RaftStartException cause) {
		return new FailureAnalysis("The Raft node cannot start: " + cause.getMessage(), action(cause.reason()), cause);
	}

	private static String action(RaftStartException.Reason reason) {
		return switch (reason) {
			case CONFIGURATION -> "Correct the properties under raft.* that the description names.";
			case SELF_NOT_IN_PEERS -> "Set raft.node-id to one of the ids in raft.peers, or add this node to raft.peers"
					+ " on every node as node-id@host:port.";
			case ADDRESS_IN_USE -> "Stop what listens there (another instance of this application?), or set raft.bind"
					+ " to a free address of this machine, and the port in raft.peers with it.";
			case ADDRESS_UNUSABLE ->
				"Set raft.bind to an address of this machine and a port that its user may listen on,"
						+ " for example raft.bind=0.0.0.0:7000; the others reach it by raft.address or its entry in raft.peers.";
			case DIRECTORY_LOCKED -> "Stop the other instance, or give each node on this machine a raft.data-dir or"
					+ " a raft.node-id of its own.";
			case DIRECTORY_UNUSABLE -> "Set raft.data-dir to a directory that the user of this process may create, read"
					+ " and write, on a disk that is not read-only.";
			case DISK_FULL -> "Free space on the disk of raft.data-dir and start again: nothing is lost. A node without"
					+ " data may get another raft.data-dir instead, or a smaller raft.segment-size.";
			case WRONG_NODE -> "Set raft.node-id to the id that the directory belongs to, or raft.data-dir to the"
					+ " directory of this node. Never copy the data of one node to another.";
			case CORRUPT -> "Do not delete single files. Keep a copy of raft.data-dir and check the disk. Leave this"
					+ " node stopped while the others have a majority: they have the data, and can remove it and let it"
					+ " join again with an empty directory. Never put back an older copy of the directory: the node would"
					+ " break its votes and acknowledgements.";
			case UNSUPPORTED_VERSION ->
				"Start the version that wrote the data, or a later one. Nothing was changed, and"
						+ " nothing is lost; there is no way back to an older format.";
			case STATE_MACHINE ->
				"Repair what the description names and start again: nothing is lost. If another version"
						+ " of the application wrote the state, start a version that can read it and has all its state machines.";
			case STATE_MACHINE_AHEAD ->
				"Put raft.data-dir and the data of the state machine back together as they were."
						+ " If raft.data-dir is lost, remove this node from the cluster, empty both, and let it join again"
						+ " with raft.join=true.";
		};
	}

}
