package io.raftboot.benchmarks.cluster;

import java.nio.ByteBuffer;

/**
 * A cluster of some engine inside this JVM, on loopback TCP and real files: all that the
 * benchmarks ask of an engine. Nodes are numbered from 0. {@link #propose}, {@link #read}
 * and the questions are for any thread, the rest for the thread that drives the
 * benchmark.
 * <p>
 * Every engine acknowledges a command only when a majority has forced it to disk and the
 * node that was asked has applied it; an adapter that does not promise that says so in
 * its {@link #name} and by {@link Engine#isDurable}.
 */
public interface ClusterUnderTest extends AutoCloseable {

	/** Name and, where it matters, the mode of the engine. */
	String name();

	/** Starts all nodes; does not wait for a leader. */
	void start(ClusterSettings settings) throws Exception;

	/**
	 * Starts all nodes but the last, which becomes a voter at the latest when it is
	 * started, with an empty directory.
	 */
	default void startWithoutLast(ClusterSettings settings) throws Exception {
		throw new UnsupportedOperationException(name() + " starts all its nodes at once");
	}

	/** How many nodes it was started with. */
	int nodes();

	/** The running node that leads in the highest term, -1 if none does. */
	int leader();

	/** The term of this node, -1 if the node is stopped or the engine does not tell. */
	long term(int node);

	/**
	 * Proposes a command on this node. The command, from position to limit, does not
	 * change before the completion is called. May throw instead of completing.
	 */
	void propose(int node, ByteBuffer command, Completion completion);

	/** A linearizable read on this node, up to where its state may be looked at. */
	default void read(int node, Completion completion) {
		throw new UnsupportedOperationException(name() + " has no linearizable read here");
	}

	/** What the state machine of this node has applied since the node's latest start. */
	AppliedState applied(int node);

	/** Closes one node the way its process would at exit. */
	default void stopNode(int node) throws Exception {
		throw new UnsupportedOperationException("Nodes of " + name() + " cannot be stopped");
	}

	/**
	 * Starts a node that does not run on its own directory and address, with an empty
	 * state machine.
	 */
	default void startNode(int node) throws Exception {
		throw new UnsupportedOperationException("Nodes of " + name() + " cannot be started");
	}

	/** Closes all nodes. May be called on a cluster that is only half started. */
	@Override
	void close() throws Exception;

}
