package io.raftboot.benchmarks.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.raftboot.core.model.Role;
import io.raftboot.core.node.Consistency;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftStatus;
import io.raftboot.core.node.SnapshotOptions;
import org.jspecify.annotations.Nullable;

/**
 * Raft Boot through its public API, all options but the timeouts at their defaults. A
 * leader that is stopped hands leadership over first, as the starter does.
 */
public final class RaftBootCluster implements ObservedCluster {

	// Replaced while other threads propose
	private volatile @Nullable Member[] members = new Member[0];

	private List<NodeSettings> settings = List.of();

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
		this.settings = NodeSettings.all(settings, this.stateBytes, this.snapshots);
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
		member(node).node.propose(NodeSettings.MACHINE, command).whenComplete(completion);
	}

	@Override
	public void read(int node, Completion completion) {
		member(node).node.read(Consistency.LINEARIZABLE).whenComplete(completion);
	}

	@Override
	public AppliedState applied(int node) {
		Member member = this.members[node];
		return (member != null) ? member.operations.state() : AppliedState.NONE;
	}

	@Override
	public @Nullable NodeView view(int node) {
		Member member = this.members[node];
		return (member != null) ? NodeView.of(member.node.status()) : null;
	}

	@Override
	public void stopNode(int node) {
		RaftNode stopping = member(node).node;
		replace(node, null);
		handOver(stopping, this.settings.get(node).electionTimeout());
		stopping.close();
	}

	private static void handOver(RaftNode node, Duration timeout) {
		if (node.status().role() != Role.LEADER) {
			return;
		}
		try {
			node.administration().transferLeadership(null).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			// then the others elect one when they miss it
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void startNode(int node) {
		if (this.settings.isEmpty()) {
			throw new IllegalStateException("The cluster was not started");
		}
		AppliedOperations operations = new AppliedOperations();
		replace(node, new Member(this.settings.get(node).start(operations), operations));
	}

	@Override
	public void close() {
		for (Member member : this.members) {
			if (member != null) {
				member.node.close();
			}
		}
		this.members = new Member[0];
	}

	private Member member(int node) {
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
