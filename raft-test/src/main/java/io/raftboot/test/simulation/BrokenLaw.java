package io.raftboot.test.simulation;

/** Something happened that must not. */
final class BrokenLaw extends AssertionError {

	private static final long serialVersionUID = 1L;

	BrokenLaw(String what) {
		super(what);
	}

}
