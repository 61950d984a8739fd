package io.raftboot.core.statemachine;

import java.nio.ByteBuffer;

/**
 * Sees a command on the leader before it is proposed: the place for clocks, ids and
 * randomness, and for refusing a command. Called by several threads at once: the caller's
 * thread on the leader, an executor's for forwarded commands. Two commands may be
 * proposed in another order than they were processed.
 */
@FunctionalInterface
public interface CommandProcessor {

	/**
	 * The command to propose instead.
	 * @param command read-only; valid during the call only, unless returned
	 * @throws CommandRejectedException to refuse it; nothing is proposed then
	 */
	ByteBuffer process(ByteBuffer command);

}
