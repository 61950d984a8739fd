package io.raftboot.benchmarks.cluster;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A cluster of nodes that are started one by one at loopback ports known beforehand: what
 * the adapters of most engines have in common.
 *
 * @param <M> a running node
 */
public abstract class MemberCluster<M extends EngineMember> implements ClusterUnderTest {

	private static final int NONE = -1;

	private final String name;

	private volatile List<Place<M>> places = List.of();

	private int absent = NONE;

	protected MemberCluster(String name) {
		this.name = name;
	}

	/**
	 * Starts a node.
	 * @param node its number
	 * @param ports where all nodes listen, by their numbers
	 * @param directory its own, the same at each start
	 * @param operations its state machine, empty
	 */
	protected abstract M startMember(int node, int[] ports, Path directory, ClusterSettings settings,
			AppliedOperations operations) throws Exception;

	@Override
	public final String name() {
		return this.name;
	}

	@Override
	public final void start(ClusterSettings settings) throws Exception {
		start(NONE, settings);
	}

	@Override
	public final void startWithoutLast(ClusterSettings settings) throws Exception {
		start(settings.nodes() - 1, settings);
	}

	private void start(int absent, ClusterSettings settings) throws Exception {
		this.absent = absent;
		int[] ports = FreePorts.find(settings.nodes());
		List<Place<M>> places = new ArrayList<>();
		for (int node = 0; node < settings.nodes(); node++) {
			places.add(new Place<>(node, ports, settings));
		}
		this.places = List.copyOf(places);
		for (int node = 0; node < settings.nodes(); node++) {
			if (node != absent) {
				startNode(node);
			}
		}
	}

	@Override
	public final int nodes() {
		return this.places.size();
	}

	@Override
	public final int leader() {
		int leader = -1;
		long leaderTerm = Long.MIN_VALUE;
		for (Place<M> place : this.places) {
			M member = place.member;
			if (member != null && member.isLeader() && member.term() > leaderTerm) {
				leader = place.node;
				leaderTerm = member.term();
			}
		}
		return leader;
	}

	@Override
	public final long term(int node) {
		M member = this.places.get(node).member;
		return (member != null) ? member.term() : -1L;
	}

	@Override
	public final void propose(int node, ByteBuffer command, Completion completion) {
		member(node).propose(command, completion);
	}

	@Override
	public final void read(int node, Completion completion) {
		member(node).read(completion);
	}

	@Override
	public final AppliedState applied(int node) {
		Place<M> place = this.places.get(node);
		return (place.member != null) ? place.operations.state() : AppliedState.NONE;
	}

	@Override
	public final void stopNode(int node) throws Exception {
		M member = member(node);
		this.places.get(node).member = null;
		member.leave();
	}

	@Override
	public final void startNode(int node) throws Exception {
		Place<M> place = this.places.get(node);
		AppliedOperations operations = new AppliedOperations();
		place.operations = operations;
		place.member = startMember(node, place.ports, directory(node), place.settings, operations);
	}

	/** Where this node keeps its data. */
	public final Path directory(int node) {
		return this.places.get(node).settings.directory().resolve("n" + (node + 1));
	}

	@Override
	public final void close() throws Exception {
		for (Place<M> place : this.places) {
			M member = place.member;
			place.member = null;
			if (member != null) {
				member.close();
			}
		}
	}

	/** The node that was not started with the others, -1 for none. */
	protected final int absent() {
		return this.absent;
	}

	/** The running node of this number. */
	protected final M member(int node) {
		M member = this.places.get(node).member;
		if (member == null) {
			throw new IllegalStateException("Node " + node + " is stopped");
		}
		return member;
	}

	/** The running node of this number, null if it is stopped. */
	protected final @Nullable M memberIfRunning(int node) {
		return this.places.get(node).member;
	}

	private static final class Place<M> {

		final int node;

		final int[] ports;

		final ClusterSettings settings;

		volatile AppliedOperations operations = new AppliedOperations();

		// Replaced while other threads propose
		volatile @Nullable M member;

		Place(int node, int[] ports, ClusterSettings settings) {
			this.node = node;
			this.ports = ports;
			this.settings = settings;
		}

	}

}
