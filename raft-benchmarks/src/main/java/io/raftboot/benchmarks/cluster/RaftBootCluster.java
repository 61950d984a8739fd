package io.raftboot.benchmarks.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BiFunction;

import io.raftboot.benchmarks.disk.AlteredDisk;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.SnapshotOptions;
import org.jspecify.annotations.Nullable;

/**
 * Raft Boot through its public API, all options but the timeouts at their defaults. A
 * node that is not started with the others joins them later, because a new cluster waits
 * for all that it names.
 */
public final class RaftBootCluster extends MemberCluster<RaftBootMember> implements ObservedCluster {

	private final int stateBytes;

	private final SnapshotOptions snapshots;

	private final boolean forced;

	private final BiFunction<RaftNode, Duration, RaftBootMember> members;

	public RaftBootCluster() {
		this(0, SnapshotOptions.DEFAULTS);
	}

	/**
	 * With a state machine that holds so many bytes.
	 * @param snapshots when snapshots are taken
	 */
	public RaftBootCluster(int stateBytes, SnapshotOptions snapshots) {
		this("raftboot", stateBytes, snapshots, true, RaftBootMember::new);
	}

	private RaftBootCluster(String name, int stateBytes, SnapshotOptions snapshots, boolean forced,
			BiFunction<RaftNode, Duration, RaftBootMember> members) {
		super(name);
		this.stateBytes = stateBytes;
		this.snapshots = snapshots;
		this.forced = forced;
		this.members = members;
	}

	/** One whose forces do nothing, which the engine itself does not offer. */
	static RaftBootCluster unforced(String name) {
		return new RaftBootCluster(name, 0, SnapshotOptions.DEFAULTS, false, RaftBootMember::new);
	}

	/** One with {@link BundledReads}. */
	static RaftBootCluster withBundledReads(String name) {
		return new RaftBootCluster(name, 0, SnapshotOptions.DEFAULTS, true, RaftBootMember::withBundledReads);
	}

	@Override
	protected RaftBootMember startMember(int node, int[] ports, Path directory, ClusterSettings settings,
			AppliedOperations operations) {
		NodeSettings own = NodeSettings.of(node, ports, settings, this.stateBytes, this.snapshots);
		if (!this.forced) {
			own = own.withDirectory(AlteredDisk.unforced(own.directory()).at(own.directory()));
		}
		if (absent() >= 0) {
			return this.members.apply(
					(node == absent()) ? own.join(operations) : own.before(absent()).start(operations),
					settings.electionTimeout());
		}
		return this.members.apply(own.start(operations), settings.electionTimeout());
	}

	@Override
	public @Nullable NodeView view(int node) {
		RaftBootMember member = memberIfRunning(node);
		return (member != null) ? NodeView.of(member.node().status()) : null;
	}

}
