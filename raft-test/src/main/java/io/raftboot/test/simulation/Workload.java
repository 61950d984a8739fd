package io.raftboot.test.simulation;

import java.util.random.RandomGenerator;

import io.raftboot.core.statemachine.StateMachine;
import io.raftboot.test.linearizability.Model;
import org.jspecify.annotations.Nullable;

/**
 * What clients do to a state machine under simulation, and which answers they may get. A
 * simulation makes a new one for each run and calls it on one thread.
 *
 * @param <M> the state machine
 * @param <S> the state of a partition of the {@link #model}
 * @param <I> what a client asks
 * @param <O> what it is answered
 */
public interface Workload<M extends StateMachine, S, I, O> {

	/**
	 * A new machine, empty: each start of a node gets one. It must be deterministic: no
	 * clock, no randomness of its own, no order of hashes.
	 */
	M newMachine();

	/** What a client asks next. */
	I next(RandomGenerator random);

	/** The command to propose for it, null for a query. */
	byte @Nullable [] command(I input);

	/**
	 * What the client makes of the result of its command.
	 * @param result what the machine's commit returned
	 */
	O answer(I input, byte @Nullable [] result);

	/** Answers a query from the state of this machine. */
	O query(M machine, I input);

	/** How a single machine that one client uses at a time would answer. */
	Model<S, I, O> model();

}
