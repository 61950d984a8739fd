package io.raftboot.core.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;

import io.raftboot.core.io.Disk;
import io.raftboot.core.model.InquiryRequest;
import io.raftboot.core.model.InquiryResponse;
import io.raftboot.core.statemachine.StateMachine;
import io.raftboot.core.transport.Transport;
import org.jspecify.annotations.Nullable;

/** Collects what a {@link RaftNode} is made of. Made by {@link RaftNode#builder}. */
public final class RaftNodeBuilder {

	private final RaftNodeOptions options;

	private final Map<String, StateMachine> stateMachines = new LinkedHashMap<>();

	private final List<RaftEventListener> listeners = new ArrayList<>();

	private Disk disk = SystemEnvironment.FILE_SYSTEM;

	private Function<RaftNodeOptions, Transport> transport = SystemEnvironment::tcp;

	private NodeClock clock = NodeClock.SYSTEM;

	private @Nullable NodeMeter meter;

	private final Map<String, Callable<byte[]>> answers = new LinkedHashMap<>();

	RaftNodeBuilder(RaftNodeOptions options) {
		this.options = options;
	}

	/** The only state machine, under the name {@value RaftNode#DEFAULT_MACHINE}. */
	public RaftNodeBuilder stateMachine(StateMachine stateMachine) {
		return stateMachine(RaftNode.DEFAULT_MACHINE, stateMachine);
	}

	/**
	 * One of several state machines.
	 * @param name its replicated name: the same on every node, and for the life of the
	 * cluster
	 * @throws IllegalArgumentException if there is one of this name already
	 */
	public RaftNodeBuilder stateMachine(String name, StateMachine stateMachine) {
		if (this.stateMachines.putIfAbsent(name, stateMachine) != null) {
			throw new IllegalArgumentException("There are two state machines '" + name + "'");
		}
		return this;
	}

	/** Hears of events from the start on. */
	public RaftNodeBuilder listener(RaftEventListener listener) {
		this.listeners.add(listener);
		return this;
	}

	/** Is told what the node measures. Without one nothing is measured. */
	public RaftNodeBuilder meter(NodeMeter meter) {
		this.meter = meter;
		return this;
	}

	/**
	 * Answers what other nodes ask by {@link RaftNode#inquire}. Nodes of other versions
	 * may ask, too: a topic whose answer changes its form needs another name.
	 * @param topic what is asked, at most {@value InquiryRequest#TOPIC_BYTES_MAX} bytes
	 * @param answer called on a thread of its own, at most
	 * {@value InquiryResponse#CONTENT_BYTES_MAX} bytes; who asked is told the message of
	 * what it throws
	 * @throws IllegalArgumentException if the topic is empty or too long
	 */
	public RaftNodeBuilder answer(String topic, Callable<byte[]> answer) {
		InquiryRequest.checkTopic(topic);
		this.answers.put(topic, answer);
		return this;
	}

	/**
	 * Where its data directory lies, in place of the file system; for tests. A node
	 * without a data directory does not use it.
	 */
	public RaftNodeBuilder disk(Disk disk) {
		this.disk = disk;
		return this;
	}

	/**
	 * What carries its messages, in place of TCP; for tests, and for several nodes in one
	 * JVM.
	 * @param transport makes a transport that is not started, once for each start of the
	 * node
	 */
	public RaftNodeBuilder transport(Function<RaftNodeOptions, Transport> transport) {
		this.transport = transport;
		return this;
	}

	/** The clocks it looks at, in place of the system's; for tests. */
	public RaftNodeBuilder clock(NodeClock clock) {
		this.clock = clock;
		return this;
	}

	/**
	 * The node, not started.
	 * @throws IllegalArgumentException without a state machine
	 */
	public RaftNode build() {
		RaftNode node = new RaftNode(this.options, this.stateMachines,
				new SystemEnvironment(this.disk, this.transport, this.clock, this.meter, this.answers));
		this.listeners.forEach(node::addListener);
		return node;
	}

}
