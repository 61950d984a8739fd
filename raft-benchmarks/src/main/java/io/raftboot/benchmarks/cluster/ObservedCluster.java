package io.raftboot.benchmarks.cluster;

import org.jspecify.annotations.Nullable;

/** A cluster whose nodes say how far they are. */
public interface ObservedCluster extends ClusterUnderTest {

	/** How far this node is, null while it is stopped or starts. For any thread. */
	@Nullable NodeView view(int node);

	/** How far this node is, which runs. */
	default NodeView running(int node) {
		NodeView view = view(node);
		if (view == null) {
			throw new IllegalStateException("Node " + node + " does not run");
		}
		return view;
	}

}
