package io.raftboot.benchmarks.cluster;

import java.nio.file.Path;
import java.time.Duration;

import io.raftboot.benchmarks.disk.AlteredDisk;
import io.raftboot.core.node.SnapshotOptions;
import org.jspecify.annotations.Nullable;

/**
 * Raft Boot with a first node that does not lead, and whose forces may take longer than
 * those of the others.
 */
public final class SlowFollowerCluster extends MemberCluster<RaftBootMember> {

	private static final int FOLLOWER = 0;

	private final Duration extra;

	private volatile @Nullable AlteredDisk disk;

	/**
	 * With forces of the follower that are longer by this; zero for a disk like the
	 * others'.
	 */
	public SlowFollowerCluster(Duration extra) {
		super("raftboot");
		this.extra = extra;
	}

	@Override
	protected RaftBootMember startMember(int node, int[] ports, Path directory, ClusterSettings settings,
			AppliedOperations operations) {
		NodeSettings own = NodeSettings.of(node, ports, settings, 0, SnapshotOptions.DEFAULTS);
		if (node == FOLLOWER) {
			own = slowed(own.withElectionPriority(0));
		}
		return new RaftBootMember(own.start(operations), settings.electionTimeout());
	}

	private NodeSettings slowed(NodeSettings own) {
		if (this.extra.isZero()) {
			return own;
		}
		AlteredDisk slow = AlteredDisk.slow(own.directory(), this.extra);
		this.disk = slow;
		return own.withDirectory(slow.at(own.directory()));
	}

	/** Forces that took longer so far. For any thread. */
	public long slowedForces() {
		AlteredDisk slow = this.disk;
		return (slow != null) ? slow.forces() : 0L;
	}

}
