package io.raftboot.test.scenario;

/** A script cannot be read: says where, what stands there and what is allowed there. */
public final class ScenarioSyntaxException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	ScenarioSyntaxException(Line line, String what) {
		super(line + System.lineSeparator() + "  " + what);
	}

	ScenarioSyntaxException(String file, String what) {
		super(file + ": " + what);
	}

}
