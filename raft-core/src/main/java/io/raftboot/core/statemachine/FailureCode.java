package io.raftboot.core.statemachine;

/**
 * For exceptions out of {@link StateMachine#commit} that tell their callers more than
 * their type. Nothing else of an exception reaches them: messages and stacks may differ
 * from node to node.
 */
public interface FailureCode {

	/** Most characters of a code; what is beyond is cut off. */
	int LENGTH_MAX = 256;

	/** What the application calls this failure; the same on every node. */
	String code();

}
