package io.raftboot.test.simulation;

import java.util.SplittableRandom;
import java.util.function.Supplier;

import io.raftboot.core.statemachine.StateMachine;
import io.raftboot.core.transport.memory.MemoryNetwork;

/**
 * What all parts of one run share.
 *
 * @param timeline its time
 * @param swarm what it is like
 * @param network between all nodes
 * @param laws what must hold
 * @param coverage counts what happens
 * @param log condenses what happens
 * @param machines makes the machine of a node
 * @param chances how things turn out that nobody plans
 */
record World(Timeline timeline, Swarm swarm, MemoryNetwork network, Laws laws, Coverage coverage, EventLog log,
		Supplier<? extends StateMachine> machines, SplittableRandom chances) {
}
