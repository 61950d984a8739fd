package io.raftboot.core.log;

/** Of work that takes milliseconds and that others need core and disk beside. */
interface Pace {

	/** Somebody waits. */
	Pace NO_REST = () -> false;

	/**
	 * Leaves core and disk to others for a moment, unless somebody waits.
	 * @return whether nobody waits; what can be left undone should be, otherwise
	 */
	boolean rest();

}
