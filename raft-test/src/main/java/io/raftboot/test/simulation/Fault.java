package io.raftboot.test.simulation;

/**
 * What may befall a cluster, with how often in comparison to the others. Orders of an
 * operator are among them: they come at the worst moments too.
 */
enum Fault {

	/** The process of a node is killed: what it wrote stays, forced or not. */
	KILL(8),
	/** A node loses power: of what was not forced, only some stays. */
	POWER_FAILURE(8),
	/** The power fails in the middle of what the node does to its disk. */
	POWER_FAILURE_WITHIN_WRITE(8),
	/** All nodes lose power at once. */
	POWER_FAILURE_OF_ALL(2),
	/** A node is stopped in order and started again. */
	RESTART(4),
	/** A node is started again at another address. */
	MOVE(2),
	/** A process does not run for a while; its clocks do. */
	PAUSE(8),
	/** The network falls into two parts. */
	PARTITION(8),
	/** The leader is cut off for a while, alone or with one other node. */
	LEADER_CUT(8),
	/** One node reaches nobody, but is reached. */
	ONE_WAY_CUT(6),
	/** Messages of one node to another take very long. */
	CLOG(6),
	/** Connections of a node break, and are made anew at once. */
	RESET(6),
	/** All cuts and delays end. */
	HEAL(8),
	/** Forces take a hundred times longer. */
	SLOW_DISK(4),
	/** The disk does nothing for some election timeouts. */
	HUNG_DISK(4),
	/** A write fails. */
	FAILED_WRITE(2),
	/** A force fails, and what it was for is lost. */
	FAILED_FORCE(2),
	/** A rename, or the force of a directory, fails. */
	FAILED_RENAME(1),
	/** No room for new files. */
	FULL_DISK(3),
	/** A bit of a file turns. */
	BIT_ROT(5),
	/** A write goes to another place of the file. */
	MISDIRECTED_WRITE(4),
	/** A disk is lost, and the node starts on an empty one as if nothing was. */
	WIPED_DISK(2),
	/** A state machine takes very long. */
	SLOW_MACHINE(3),
	/** A wall clock jumps. */
	CLOCK_JUMP(3),
	/** Leadership is handed over. */
	TRANSFER(6),
	/** The leader is told to step down. */
	STEP_DOWN(3),
	/** A snapshot is asked for. */
	SNAPSHOT(6),
	/** A new node joins. */
	JOIN(5),
	/** A new node is made a learner. */
	ADD_LEARNER(3),
	/** A learner is made a voter. */
	PROMOTE(3),
	/** A voter is made a learner. */
	DEMOTE(3),
	/** A node is removed. */
	REMOVE(5),
	/** Half of the voters are replaced in one change. */
	REPLACE_VOTERS(2);

	private final int weight;

	Fault(int weight) {
		this.weight = weight;
	}

	int weight() {
		return this.weight;
	}

}
