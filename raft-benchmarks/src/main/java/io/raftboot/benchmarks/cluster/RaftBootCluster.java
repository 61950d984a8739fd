package io.raftboot.benchmarks.cluster;

import java.nio.file.Path;

import io.raftboot.core.node.SnapshotOptions;
import org.jspecify.annotations.Nullable;

/** Raft Boot through its public API, all options but the timeouts at their defaults. */
public final class RaftBootCluster extends MemberCluster<RaftBootMember> implements ObservedCluster {

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
		super("raftboot");
		this.stateBytes = stateBytes;
		this.snapshots = snapshots;
	}

	@Override
	protected RaftBootMember startMember(int node, int[] ports, Path directory, ClusterSettings settings,
			AppliedOperations operations) {
		NodeSettings own = NodeSettings.of(node, ports, settings, this.stateBytes, this.snapshots);
		return new RaftBootMember(own.start(operations), settings.electionTimeout());
	}

	@Override
	public @Nullable NodeView view(int node) {
		RaftBootMember member = memberIfRunning(node);
		return (member != null) ? NodeView.of(member.node().status()) : null;
	}

}
