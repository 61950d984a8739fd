package io.raftboot.benchmarks.limits;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

import io.raftboot.benchmarks.cluster.AppliedOperations;
import io.raftboot.benchmarks.cluster.AppliedState;
import io.raftboot.benchmarks.cluster.ClusterSettings;
import io.raftboot.benchmarks.cluster.ClusterUnderTest;
import io.raftboot.benchmarks.cluster.Completion;
import org.jspecify.annotations.Nullable;

/**
 * Replication without an engine, as the limit of what this machine's disk, sockets and
 * cores give to three nodes: a thread per node, the first one always leads, a command is
 * acknowledged when it is forced on two of three. There are no terms, votes, checks,
 * checksums, repetitions, reads, deadlines or bounds, what it writes cannot be read
 * again, and followers apply what is not committed yet.
 */
public final class BareCluster implements ClusterUnderTest {

	/** What {@code --engine} takes. */
	public static final String NAME = "bare";

	/** Description among engines. */
	public static final String SETTINGS = "no engine but the limit: a thread per node sends, writes, forces and answers; "
			+ "no terms, checksums, time limits or recovery";

	private final List<AppliedOperations> machines = new ArrayList<>();

	private final List<Loopback> connections = new ArrayList<>();

	private final Workers workers = new Workers();

	private @Nullable BareLeader leader;

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public void start(ClusterSettings settings) throws IOException {
		for (int node = 0; node < settings.nodes(); node++) {
			this.machines.add(new AppliedOperations());
		}
		for (int node = 1; node < settings.nodes(); node++) {
			Loopback connection = new Loopback();
			this.connections.add(connection);
			this.workers.start("bare-follower-" + node, new BareFollower(connection.server(),
					settings.directory().resolve("bare-" + node), this.machines.get(node)));
		}
		BareLeader started = new BareLeader(settings.directory().resolve("bare-0"), this.machines.get(0),
				this.connections.stream().map(Loopback::client).toArray(SocketChannel[]::new));
		this.leader = started;
		this.workers.start("bare-leader", started);
	}

	@Override
	public int nodes() {
		return this.machines.size();
	}

	@Override
	public int leader() {
		return 0;
	}

	@Override
	public long term(int node) {
		return 1L;
	}

	@Override
	public void propose(int node, ByteBuffer command, Completion completion) {
		BareLeader running = this.leader;
		if (node != 0 || running == null) {
			throw new UnsupportedOperationException("Only the first node takes commands, while it runs");
		}
		running.propose(command, completion);
	}

	@Override
	public AppliedState applied(int node) {
		return this.machines.get(node).state();
	}

	@Override
	public void close() throws Exception {
		BareLeader running = this.leader;
		this.leader = null;
		if (running != null) {
			running.end();
		}
		for (Loopback connection : this.connections) {
			connection.client().shutdownOutput();
		}
		this.workers.join();
		for (Loopback connection : this.connections) {
			connection.close();
		}
	}

}
