package io.raftboot.test.scenario;

import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** All scripts in {@code src/test/resources/scenarios}, one test each. */
class ScenarioScriptTests {

	@TestFactory
	Stream<DynamicTest> scripts() {
		return Scenarios.in(Path.of("src/test/resources/scenarios"));
	}

}
