package io.raftboot.benchmarks.sofajraft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.alipay.sofa.jraft.RaftGroupService;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.option.NodeOptions;
import com.alipay.sofa.jraft.option.RaftOptions;
import io.raftboot.benchmarks.cluster.AppliedOperations;
import io.raftboot.benchmarks.cluster.ClusterSettings;
import io.raftboot.benchmarks.cluster.MemberCluster;

/**
 * SOFAJRaft, each node with an RPC server and a directory of its own. A follower fails
 * what is proposed to it: the engine leaves forwarding to its user. Reads work on all
 * nodes. No snapshots are taken, so a node replays its whole log when it starts again.
 * <p>
 * Larger batches ({@code applyBatch}) and entries in segment files, which force two files
 * for each batch, were no faster in a first look on a busy machine and are left out.
 */
final class SofaJRaftCluster extends MemberCluster<SofaJRaftMember> {

	private static final String GROUP = "benchmark";

	private static final int RPC_THREADS = 64;

	static {
		// Its own log files, set up for an older Logback
		System.setProperty("sofa.middleware.log.disable", "true");
	}

	private final SofaJRaftVariant variant;

	SofaJRaftCluster(SofaJRaftVariant variant) {
		super(variant.engineName());
		this.variant = variant;
	}

	@Override
	protected SofaJRaftMember startMember(int node, int[] ports, Path directory, ClusterSettings settings,
			AppliedOperations operations) throws IOException {
		Files.createDirectories(directory);
		ApplyingMachine machine = new ApplyingMachine(operations);
		NodeOptions options = new NodeOptions();
		options.setFsm(machine);
		options.setInitialConf(peers(ports));
		options.setLogUri(directory.resolve("log").toString());
		options.setRaftMetaUri(directory.resolve("meta").toString());
		int electionMillis = (int) settings.electionTimeout().toMillis();
		options.setElectionTimeoutMs(electionMillis);
		RaftOptions raft = new RaftOptions();
		raft.setMaxElectionDelayMs(electionMillis);
		raft.setElectionHeartbeatFactor(
				Math.max(1, (int) (electionMillis / Math.max(1, settings.heartbeatInterval().toMillis()))));
		options.setRaftOptions(raft);
		// With few cores it defaults to so few that requests of readers are rejected
		options.setRaftRpcThreadPoolSize(RPC_THREADS);
		this.variant.apply(options);
		RaftGroupService service = new RaftGroupService(GROUP, peer(ports[node]), options);
		service.start();
		return new SofaJRaftMember(service, machine);
	}

	private static Configuration peers(int[] ports) {
		Configuration peers = new Configuration();
		for (int port : ports) {
			peers.addPeer(peer(port));
		}
		return peers;
	}

	private static PeerId peer(int port) {
		return new PeerId("127.0.0.1", port);
	}

}
