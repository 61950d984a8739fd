package io.raftboot.core.statemachine;

/**
 * Where a command stands in the log. The same on every node. Valid during the call only.
 */
public interface CommitContext {

	long index();

	long term();

	/**
	 * Milliseconds since the epoch that the leader stamped on the entry; never goes back
	 * along the log. The only clock that {@link StateMachine#commit} may look at.
	 */
	long timeMillis();

}
