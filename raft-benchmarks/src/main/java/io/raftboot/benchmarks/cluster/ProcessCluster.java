package io.raftboot.benchmarks.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;

import java.util.List;

import io.raftboot.core.model.Role;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.SnapshotOptions;
import org.jspecify.annotations.Nullable;

/**
 * The first node in this JVM, beside its clients, and each other one in a JVM of its own.
 * Only the first one may lead.
 */
public final class ProcessCluster implements ObservedCluster {

	private final int stateBytes;

	private final SnapshotOptions snapshots;

	private final AppliedOperations operations = new AppliedOperations();

	private @Nullable RaftNode leader;

	private List<NodeSettings> nodes = List.of();

	private AtomicReferenceArray<@Nullable NodeProcess> others = new AtomicReferenceArray<>(0);

	/**
	 * With state machines that hold so many bytes.
	 * @param snapshots when snapshots are taken
	 */
	public ProcessCluster(int stateBytes, SnapshotOptions snapshots) {
		this.stateBytes = stateBytes;
		this.snapshots = snapshots;
	}

	@Override
	public String name() {
		return "raftboot, a process per node";
	}

	@Override
	public void start(ClusterSettings settings) throws IOException {
		List<NodeSettings> nodes = NodeSettings.all(settings, this.stateBytes, this.snapshots);
		this.others = new AtomicReferenceArray<>(nodes.size());
		this.nodes = nodes;
		this.leader = nodes.get(0).start(this.operations);
		for (int node = 1; node < nodes.size(); node++) {
			startNode(node);
		}
	}

	@Override
	public int nodes() {
		return this.nodes.size();
	}

	@Override
	public int leader() {
		return (leading().status().role() == Role.LEADER) ? 0 : -1;
	}

	@Override
	public long term(int node) {
		return (node == 0) ? leading().status().term() : -1L;
	}

	@Override
	public void propose(int node, ByteBuffer command, Completion completion) {
		if (node != 0) {
			throw new IllegalArgumentException("Node " + node + " is in another process");
		}
		leading().propose(NodeSettings.MACHINE, command).whenComplete(completion);
	}

	@Override
	public AppliedState applied(int node) {
		return (node == 0) ? this.operations.state() : AppliedState.NONE;
	}

	@Override
	public @Nullable NodeView view(int node) {
		if (node == 0) {
			return NodeView.of(leading().status());
		}
		NodeProcess process = this.others.get(node);
		return (process != null) ? process.view() : null;
	}

	@Override
	public void stopNode(int node) {
		NodeProcess process = this.others.getAndSet(node, null);
		if (process == null) {
			throw new IllegalStateException("Node " + node + " does not run beside this process");
		}
		process.close();
	}

	@Override
	public void startNode(int node) throws IOException {
		NodeProcess process = NodeProcess.start(this.nodes.get(node).withElectionPriority(0));
		try {
			process.awaitReady();
		}
		catch (RuntimeException ex) {
			process.close();
			throw ex;
		}
		this.others.set(node, process);
	}

	@Override
	public void close() {
		for (int node = 1; node < this.others.length(); node++) {
			if (this.others.get(node) != null) {
				stopNode(node);
			}
		}
		if (this.leader != null) {
			this.leader.close();
		}
	}

	private RaftNode leading() {
		RaftNode node = this.leader;
		if (node == null) {
			throw new IllegalStateException("The cluster was not started");
		}
		return node;
	}

}
