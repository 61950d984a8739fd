package io.raftboot.benchmarks.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.raftboot.core.model.Peer;
import io.raftboot.core.model.Role;
import io.raftboot.core.node.Consistency;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftNodeOptions;
import io.raftboot.core.node.RaftStatus;
import io.raftboot.core.node.SnapshotOptions;
import org.jspecify.annotations.Nullable;

/** Raft Boot through its public API, all options but the timeouts at their defaults. */
public final class RaftBootCluster implements ClusterUnderTest {

	private static final String MACHINE = "default";

	private final List<Peer> peers = new ArrayList<>();

	// Replaced while other threads propose
	private volatile @Nullable Member[] members = new Member[0];

	private @Nullable ClusterSettings settings;

	private final int stateBytes;

	private final SnapshotOptions snapshots;

	public RaftBootCluster() {
		this(0, SnapshotOptions.DEFAULTS);
	}

	/**
	 * With a state machine that holds so many bytes.
	 * @param snapshots when snapshots are taken
	 */
	public RaftBootCluster(int stateBytes, SnapshotOptions snapshots) {
		this.stateBytes = stateBytes;
		this.snapshots = snapshots;
	}

	@Override
	public String name() {
		return "raftboot";
	}

	@Override
	public void start(ClusterSettings settings) throws IOException {
		this.settings = settings;
		int[] ports = FreePorts.find(settings.nodes());
		for (int i = 0; i < settings.nodes(); i++) {
			this.peers.add(Peer.of("n" + (i + 1), "127.0.0.1:" + ports[i]));
		}
		this.members = new Member[settings.nodes()];
		for (int i = 0; i < settings.nodes(); i++) {
			startNode(i);
		}
	}

	@Override
	public int nodes() {
		return this.members.length;
	}

	@Override
	public int leader() {
		int leader = -1;
		long leaderTerm = -1;
		for (int i = 0; i < this.members.length; i++) {
			Member member = this.members[i];
			if (member == null) {
				continue;
			}
			RaftStatus status = member.node.status();
			if (status.role() == Role.LEADER && status.term() > leaderTerm) {
				leader = i;
				leaderTerm = status.term();
			}
		}
		return leader;
	}

	@Override
	public long term(int node) {
		Member member = this.members[node];
		return (member != null) ? member.node.status().term() : -1L;
	}

	@Override
	public void propose(int node, ByteBuffer command, Completion completion) {
		running(node).node.propose(MACHINE, command).whenComplete(completion);
	}

	@Override
	public void read(int node, Completion completion) {
		running(node).node.read(Consistency.LINEARIZABLE).whenComplete(completion);
	}

	@Override
	public AppliedState applied(int node) {
		Member member = this.members[node];
		return (member != null) ? member.operations.state() : AppliedState.NONE;
	}

	/** What a running node says of itself. */
	public RaftStatus status(int node) {
		return running(node).node.status();
	}

	@Override
	public void stopNode(int node) {
		RaftNode stopping = running(node).node;
		replace(node, null);
		stopping.close();
	}

	@Override
	public void startNode(int node) {
		ClusterSettings cluster = this.settings;
		if (cluster == null) {
			throw new IllegalStateException("The cluster was not started");
		}
		Peer self = this.peers.get(node);
		RaftNodeOptions.Builder options = RaftNodeOptions.builder(self.id().value())
			.bind(self.address())
			.peers(this.peers)
			.dataDirectory(cluster.directory().resolve(self.id().value()))
			.electionTimeout(cluster.electionTimeout())
			.heartbeatInterval(cluster.heartbeatInterval())
			.snapshots(this.snapshots);
		AppliedOperations operations = new AppliedOperations();
		RaftNode started = new RaftNode(options.build(),
				Map.of(MACHINE, new CountingMachine(operations, this.stateBytes)));
		started.start();
		replace(node, new Member(started, operations));
	}

	@Override
	public void close() {
		for (Member member : this.members) {
			if (member != null) {
				member.node.close();
			}
		}
		this.members = new Member[0];
		this.peers.clear();
	}

	private Member running(int node) {
		Member member = this.members[node];
		if (member == null) {
			throw new IllegalStateException("Node " + node + " is stopped");
		}
		return member;
	}

	private void replace(int node, @Nullable Member member) {
		@Nullable Member[] changed = this.members.clone();
		changed[node] = member;
		this.members = changed;
	}

	private record Member(RaftNode node, AppliedOperations operations) {
	}

}
