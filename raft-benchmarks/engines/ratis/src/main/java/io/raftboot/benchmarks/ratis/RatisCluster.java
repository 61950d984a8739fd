package io.raftboot.benchmarks.ratis;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.raftboot.benchmarks.cluster.AppliedOperations;
import io.raftboot.benchmarks.cluster.ClusterSettings;
import io.raftboot.benchmarks.cluster.MemberCluster;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.storage.RaftStorage.StartupOption;
import org.apache.ratis.util.TimeDuration;

/**
 * Apache Ratis, each node with a gRPC server and a directory of its own. Requests go into
 * the server without a client's connection. A follower answers with who leads and does
 * not forward. No snapshots are taken, so a node replays its whole log when it starts
 * again.
 * <p>
 * Reads are left out, because those that it calls linearizable are not always: once a
 * round of heartbeats has confirmed the leader at some commit index, it answers all later
 * reads at this index without asking anybody, also when its lease is over. A leader that
 * was replaced while nothing was written may so answer with what is out of date, until it
 * notices that it has lost its followers.
 */
final class RatisCluster extends MemberCluster<RatisMember> {

	private static final RaftGroupId GROUP = RaftGroupId.valueOf(new UUID(0L, 1L));

	private final RatisVariant variant;

	RatisCluster(RatisVariant variant) {
		super(variant.engineName());
		this.variant = variant;
	}

	@Override
	protected RatisMember startMember(int node, int[] ports, Path directory, ClusterSettings settings,
			AppliedOperations operations) throws IOException {
		boolean startsAgain = Files.exists(directory);
		RaftServer server = RaftServer.newBuilder()
			.setServerId(id(node))
			.setGroup(group(ports))
			.setStateMachine(new ApplyingMachine(operations))
			.setProperties(properties(ports[node], directory, settings))
			.setOption(startsAgain ? StartupOption.RECOVER : StartupOption.FORMAT)
			.build();
		server.start();
		return new RatisMember(server, GROUP);
	}

	private RaftProperties properties(int port, Path directory, ClusterSettings settings) {
		RaftProperties properties = new RaftProperties();
		RaftServerConfigKeys.setStorageDir(properties, List.<File>of(directory.toFile()));
		GrpcConfigKeys.Server.setHost(properties, "127.0.0.1");
		GrpcConfigKeys.Server.setPort(properties, port);
		long electionMillis = settings.electionTimeout().toMillis();
		RaftServerConfigKeys.Rpc.setTimeoutMin(properties, millis(electionMillis));
		RaftServerConfigKeys.Rpc.setTimeoutMax(properties, millis(2 * electionMillis));
		RaftServerConfigKeys.Snapshot.setTriggerWhenStopEnabled(properties, false);
		this.variant.apply(properties);
		return properties;
	}

	private static RaftGroup group(int[] ports) {
		List<RaftPeer> peers = new ArrayList<>();
		for (int node = 0; node < ports.length; node++) {
			peers.add(RaftPeer.newBuilder().setId(id(node)).setAddress("127.0.0.1:" + ports[node]).build());
		}
		return RaftGroup.valueOf(GROUP, peers);
	}

	private static RaftPeerId id(int node) {
		return RaftPeerId.valueOf("n" + (node + 1));
	}

	private static TimeDuration millis(long millis) {
		return TimeDuration.valueOf(millis, TimeUnit.MILLISECONDS);
	}

}
