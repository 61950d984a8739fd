package io.raftboot.core.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.raftboot.core.statemachine.StateMachine;
import org.jspecify.annotations.Nullable;

/** Collects what a {@link RaftNode} is made of. Made by {@link RaftNode#builder}. */
public final class RaftNodeBuilder {

	private final RaftNodeOptions options;

	private final Map<String, StateMachine> stateMachines = new LinkedHashMap<>();

	private final List<RaftEventListener> listeners = new ArrayList<>();

	private @Nullable NodeMeter meter;

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
	 * The node, not started.
	 * @throws IllegalArgumentException without a state machine
	 */
	public RaftNode build() {
		RaftNode node = new RaftNode(this.options, this.stateMachines, new SystemEnvironment(this.meter));
		this.listeners.forEach(node::addListener);
		return node;
	}

}
