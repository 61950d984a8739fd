package io.raftboot.benchmarks.microraft;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.microraft.RaftConfig;
import io.microraft.RaftEndpoint;
import io.microraft.RaftNode;
import io.microraft.RaftNode.RaftNodeBuilder;
import io.microraft.persistence.RestoredRaftState;
import io.raftboot.benchmarks.cluster.AppliedOperations;
import io.raftboot.benchmarks.cluster.ClusterSettings;
import io.raftboot.benchmarks.cluster.MemberCluster;

/** MicroRaft over plain sockets, with a store of choice. */
final class MicroRaftCluster extends MemberCluster<MicroRaftMember> {

	/** What both variants set. */
	static final String SETTINGS = """
			leaderHeartbeatPeriodSecs=1 and leaderHeartbeatTimeoutSecs=2 (it counts in whole seconds, and \
			the timeout must be more than a period), leaderElectionTimeoutMillis=election timeout, \
			commitCountToTakeSnapshot=10000 (it keeps the log in memory); transport and serialization of \
			the benchmark: blocking sockets, TCP_NODELAY, all that is queued in one write; \
			executor of the benchmark: one thread with a plain queue; \
			reads by one LINEARIZABLE query at a time for all that wait""";

	private static final int HEARTBEAT_PERIOD_SECONDS = 1;

	private static final int HEARTBEAT_TIMEOUT_SECONDS = 2;

	private static final int COMMITS_PER_SNAPSHOT = 10_000;

	private final OpenedStore.Opener opener;

	MicroRaftCluster(String name, OpenedStore.Opener opener) {
		super(name);
		this.opener = opener;
	}

	@Override
	protected MicroRaftMember startMember(int node, int[] ports, Path directory, ClusterSettings settings,
			AppliedOperations operations) throws Exception {
		Files.createDirectories(directory);
		OpenedStore opened = this.opener.open(directory);
		RaftThread thread = new RaftThread("microraft-" + node);
		SocketTransport transport = new SocketTransport(node, ports);
		OperationsMachine machine = new OperationsMachine(operations);
		RaftNodeBuilder builder = RaftNode.newBuilder()
			.setGroupId(MessageCodec.GROUP)
			.setConfig(config(settings))
			.setExecutor(thread)
			.setTransport(transport)
			.setStore(opened.store())
			.setModelFactory(ModelCodec.MODEL)
			.setStateMachine(machine);
		RestoredRaftState restored = opened.restored();
		if (restored != null) {
			builder.setRestoredState(restored);
		}
		else {
			builder.setLocalEndpoint(new Endpoint(node)).setInitialGroupMembers(members(ports.length));
		}
		RaftNode started = builder.build();
		MicroRaftMember member = new MicroRaftMember(started, machine, transport, thread);
		try {
			started.start().join();
			transport.receive(started::handle);
			return member;
		}
		catch (RuntimeException ex) {
			member.close();
			throw ex;
		}
	}

	private static RaftConfig config(ClusterSettings settings) {
		return RaftConfig.newBuilder()
			.setLeaderHeartbeatPeriodSecs(HEARTBEAT_PERIOD_SECONDS)
			.setLeaderHeartbeatTimeoutSecs(HEARTBEAT_TIMEOUT_SECONDS)
			.setLeaderElectionTimeoutMillis(settings.electionTimeout().toMillis())
			.setCommitCountToTakeSnapshot(COMMITS_PER_SNAPSHOT)
			.build();
	}

	private static List<RaftEndpoint> members(int nodes) {
		List<RaftEndpoint> members = new ArrayList<>();
		for (int node = 0; node < nodes; node++) {
			members.add(new Endpoint(node));
		}
		return members;
	}

}
