package io.raftboot.benchmarks.cluster;

/**
 * What the state machine of one node has seen.
 *
 * @param count commands applied
 * @param idSum sum of the scattered ids of these commands, whatever their order: equal to
 * the client's sum if each command was applied exactly once
 * @param checksum running checksum that depends on the order: equal on all nodes
 */
public record AppliedState(long count, long idSum, long checksum) {

	/** A state machine that has applied nothing. */
	public static final AppliedState NONE = new AppliedState(0L, 0L, 0L);

}
