package io.raftboot.core.transport;

import java.util.List;

import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.NodeId;

/**
 * What each side says of itself before anything else.
 *
 * @param group name of the Raft group
 * @param clusterId its cluster, {@link ClusterId#NONE} before bootstrap
 * @param nodeId who speaks
 * @param incarnation number of its data directory
 * @param peersHash hash of the peer list it was started with; compared while neither side
 * has a cluster
 * @param membershipIndex index of the configuration it knows, 0 before it has one: tells
 * a node that was removed from one that the other side has not heard of yet
 * @param address {@code host:port} where it is reached as far as it knows, empty if it
 * does not: the other side may know an older one, or none
 * @param joining whether it has no cluster and wants to enter the other side's
 * @param electionPriority its weight in elections, from 0 to 100
 * @param version version of the software it runs, empty if it does not know; for
 * operators
 * @param machines its state machines, at most {@value #MACHINES_MAX}
 */
public record Hello(String group, ClusterId clusterId, NodeId nodeId, long incarnation, long peersHash,
		long membershipIndex, String address, boolean joining, int electionPriority, String version,
		List<Hello.Machine> machines) {

	/** Most state machines of a node. */
	public static final int MACHINES_MAX = 64;

	/** Highest weight in elections, and the usual one. */
	public static final int ELECTION_PRIORITY_MAX = 100;

	public Hello {
		machines = List.copyOf(machines);
	}

	/** Of a node with the usual weight in elections, of a version that is not known. */
	public Hello(String group, ClusterId clusterId, NodeId nodeId, long incarnation, long peersHash,
			long membershipIndex, String address, boolean joining, List<Hello.Machine> machines) {
		this(group, clusterId, nodeId, incarnation, peersHash, membershipIndex, address, joining, ELECTION_PRIORITY_MAX,
				"", machines);
	}

	/**
	 * Highest version of commands it can apply to this machine; 0 without the machine.
	 */
	public int commandVersion(String machine) {
		for (Machine own : this.machines) {
			if (own.name().equals(machine)) {
				return own.commandVersion();
			}
		}
		return 0;
	}

	/**
	 * A state machine it has.
	 *
	 * @param name its replicated name
	 * @param commandVersion highest version of commands it can apply, from 1 to
	 * {@value #COMMAND_VERSION_MAX}
	 */
	public record Machine(String name, int commandVersion) {

		/** Highest number of a version of commands. */
		public static final int COMMAND_VERSION_MAX = 0xffff;

		public Machine {
			if (commandVersion < 1 || commandVersion > COMMAND_VERSION_MAX) {
				throw new IllegalArgumentException("Version " + commandVersion + " of the commands of state machine '"
						+ name + "' is not from 1 to " + COMMAND_VERSION_MAX);
			}
		}

	}

}
