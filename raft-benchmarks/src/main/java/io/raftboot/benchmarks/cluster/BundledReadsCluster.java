package io.raftboot.benchmarks.cluster;

import java.nio.file.Path;

import io.raftboot.core.node.SnapshotOptions;

/** Raft Boot with {@link BundledReads}. */
final class BundledReadsCluster extends MemberCluster<RaftBootMember> {

	BundledReadsCluster(String name) {
		super(name);
	}

	@Override
	protected RaftBootMember startMember(int node, int[] ports, Path directory, ClusterSettings settings,
			AppliedOperations operations) {
		NodeSettings own = NodeSettings.of(node, ports, settings, 0, SnapshotOptions.DEFAULTS);
		return RaftBootMember.withBundledReads(own.start(operations), settings.electionTimeout());
	}

}
