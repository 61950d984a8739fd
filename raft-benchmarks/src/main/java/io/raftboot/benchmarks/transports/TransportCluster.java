package io.raftboot.benchmarks.transports;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.raftboot.benchmarks.cluster.AppliedOperations;
import io.raftboot.benchmarks.cluster.ClusterSettings;
import io.raftboot.benchmarks.cluster.MemberCluster;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftNodeOptions;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Applications in one JVM whose nodes form a cluster over one of the transports. */
public final class TransportCluster extends MemberCluster<TransportMember> {

	private final PeerTransport transport;

	private @Nullable PeerKeys keys;

	/** A cluster that is not started yet. */
	public TransportCluster(PeerTransport transport) {
		super("raftboot over " + transport);
		this.transport = transport;
	}

	@Override
	protected TransportMember startMember(int node, int[] ports, Path directory, ClusterSettings settings,
			AppliedOperations operations) throws Exception {
		WebApplicationType web = (this.transport == PeerTransport.HTTP) ? WebApplicationType.SERVLET
				: WebApplicationType.NONE;
		ConfigurableApplicationContext application = new SpringApplicationBuilder(TransportConfiguration.class).web(web)
			.bannerMode(Banner.Mode.OFF)
			.logStartupInfo(false)
			.registerShutdownHook(false)
			.initializers((context) -> ((GenericApplicationContext) context).registerBean(AppliedOperations.class,
					() -> operations))
			.run(arguments(node, ports, directory, settings).toArray(String[]::new));
		// Boot is silent about a setting that it does not know
		if (!this.transport.isOf(application.getBean(RaftNodeOptions.class))) {
			application.close();
			throw new IllegalStateException("The nodes do not talk over " + this.transport);
		}
		return new TransportMember(application.getBean(RaftNode.class), application);
	}

	private List<String> arguments(int node, int[] ports, Path directory, ClusterSettings settings) throws Exception {
		List<String> peers = new ArrayList<>();
		for (int i = 0; i < ports.length; i++) {
			peers.add("n" + (i + 1) + "@127.0.0.1:" + ports[i]);
		}
		List<String> arguments = new ArrayList<>(List.of("--raft.node-id=n" + (node + 1),
				"--raft.peers=" + String.join(",", peers), "--raft.data-dir=" + directory,
				"--raft.election-timeout=" + millis(settings.electionTimeout()),
				"--raft.heartbeat-interval=" + millis(settings.heartbeatInterval()), "--logging.level.root=warn"));
		if (this.transport == PeerTransport.TLS) {
			arguments.addAll(keys(settings.directory()).arguments());
		}
		if (this.transport == PeerTransport.HTTP) {
			arguments.addAll(List.of("--raft.transport.type=http", "--server.address=127.0.0.1",
					"--server.port=" + ports[node]));
		}
		return arguments;
	}

	private PeerKeys keys(Path directory) throws Exception {
		if (this.keys == null) {
			this.keys = PeerKeys.create(Files.createDirectories(directory));
		}
		return this.keys;
	}

	private static String millis(Duration duration) {
		return duration.toMillis() + "ms";
	}

}
