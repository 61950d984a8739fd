package io.raftboot.test.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.raftboot.test.scenario.ScenarioParser.Script;
import io.raftboot.test.scenario.ScenarioParser.Statement;

/**
 * A script that was read and can be run, as often as wanted: each run is the same. See
 * {@code docs/scenarios.md} for the language.
 */
public final class Scenario {

	private final String name;

	private final Script script;

	private Scenario(String name, Script script) {
		this.name = name;
		this.script = script;
	}

	/**
	 * Reads a script.
	 * @param name how it is called in messages, usually its file's name
	 * @param text its lines
	 * @throws ScenarioSyntaxException if it cannot be read
	 */
	public static Scenario parse(String name, String text) {
		return new Scenario(name, ScenarioParser.parse(name, text));
	}

	/**
	 * Reads a script from a file.
	 * @throws ScenarioSyntaxException if it cannot be read
	 */
	public static Scenario read(Path file) throws IOException {
		return parse(String.valueOf(file.getFileName()), Files.readString(file));
	}

	/** The file's name without its ending. */
	public String name() {
		return this.name.replaceAll("\\.scenario$", "");
	}

	/**
	 * Runs it on one thread in virtual time.
	 * @throws ScenarioFailure if something does not come out as it says, or an invariant
	 * of Raft breaks on the way
	 */
	public void run() {
		Cluster cluster = new Cluster(this.script.setup(), this.script.statements().get(0).line());
		cluster.startAll();
		cluster.settle();
		for (Statement statement : this.script.statements()) {
			cluster.step(statement.line(), statement.step());
		}
	}

}
