package io.raftboot.core.node;

import java.util.Locale;

/**
 * Where a process is to be killed.
 *
 * @param step the how-manieth change of the disk, counted from 1; 0 for never
 * @param when before that change, after it, or with half of it done if it is a write
 */
record KillPoint(int step, When when) {

	static final KillPoint NEVER = new KillPoint(0, When.BEFORE);

	@Override
	public String toString() {
		return this.when.name().toLowerCase(Locale.ROOT) + " step " + this.step;
	}

	enum When {

		BEFORE, HALFWAY, AFTER

	}

}
