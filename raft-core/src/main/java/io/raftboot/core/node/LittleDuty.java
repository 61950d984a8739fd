package io.raftboot.core.node;

/** A duty of which the loop does what is little itself ({@link DutySeat}). */
interface LittleDuty extends Duty {

	/** How long it takes, by the last times; for any thread. */
	long usualNanos();

	/** Does what the loop has handed over, and nothing that others asked for. */
	default void doLittle() {
		doWork();
	}

}
