package io.raftboot.core.node;

/**
 * Not every member of the cluster is known to have this state machine yet, as while a
 * cluster is being upgraded to a version that has it. The command (or restore) surely was
 * not appended: a member without the machine would have to stop at it. Try again when the
 * members that the message names run the new version.
 */
public final class MachineNotReadyException extends RaftException {

	private static final long serialVersionUID = 1L;

	public MachineNotReadyException(String message) {
		super(message);
	}

}
