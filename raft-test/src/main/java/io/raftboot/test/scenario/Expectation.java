package io.raftboot.test.scenario;

import org.jspecify.annotations.Nullable;

/** Something a script says must be so. */
@FunctionalInterface
interface Expectation {

	/** What differs, null if it is as it must be. */
	@Nullable String mismatch(Cluster cluster);

	static String differs(String what, Object expected, Object found) {
		return what + System.lineSeparator() + "  expected: " + expected + System.lineSeparator() + "  found:    "
				+ found;
	}

}
