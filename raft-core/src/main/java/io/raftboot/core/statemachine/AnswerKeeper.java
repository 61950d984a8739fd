package io.raftboot.core.statemachine;

import java.io.IOException;
import java.util.List;

/**
 * Where a machine that keeps its effects by itself ({@link StateMachine#appliedIndex})
 * also keeps what commands were answered, in the same transaction. Without it a node that
 * was restarted knows that a repeated command was applied, but not what it was answered.
 * Called by the node's applier, by a starting node on the starting thread.
 */
public interface AnswerKeeper {

	/**
	 * Keeps the answers of a run of commits; before {@link StateMachine#endBatch}, in the
	 * transaction of the run.
	 * @param lastIndex log index of the last of them; each call has a higher one
	 * @param answers bytes that mean something to the engine only
	 * @param obsoleteIndex what was kept for an index up to this one may be deleted: a
	 * snapshot has it. 0 for nothing
	 */
	void keep(long lastIndex, byte[] answers, long obsoleteIndex) throws IOException;

	/** All that is kept, in whatever order. Asked once at start. */
	List<byte[]> kept() throws IOException;

}
