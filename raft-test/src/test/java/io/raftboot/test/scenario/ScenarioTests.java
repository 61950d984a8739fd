package io.raftboot.test.scenario;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What the runner says when a script fails or cannot be read. */
class ScenarioTests {

	@Nested
	class AFailingExpectation {

		@Test
		void namesFileAndLineAndWhatWasExpectedAndFound() {
			assertThatExceptionOfType(ScenarioFailure.class)
				.isThrownBy(() -> run("nodes a b c", "", "timeout a", "expect b leader"))
				.satisfies((failure) -> assertThat(failure.summary().lines().map(String::strip)).containsExactly(
						"test.scenario:4: expect b leader", "role of b", "expected: leader", "found:    follower"));
		}

		@Test
		void tellsTheWholeConversation() {
			assertThatExceptionOfType(ScenarioFailure.class)
				.isThrownBy(() -> run("nodes a b c", "timeout a", "expect b leader"))
				.withMessageContaining("test.scenario:2: timeout a")
				.withMessageContaining(" ms  a    becomes PRE_CANDIDATE in term 0")
				.withMessageContaining("a -> b  #")
				.withMessageContaining("VoteRequest term=1 lastLogIndex=0 lastLogTerm=0 transfer=false");
		}

		@Test
		void isReportedAlsoForAnInvariantThatNobodyAskedFor() {
			assertThatExceptionOfType(ScenarioFailure.class)
				.isThrownBy(() -> run("nodes a b c term 1 log 1", "timeout a",
						"forge AppendResponse b -> a term=2 success=true matchIndex=2", "disk b c holds",
						"propose x on a", "forge AppendResponse b -> a term=2 success=true matchIndex=3"))
				.withMessageContaining("Broken invariant: Committed at 3 without a quorum of {a b c}");
		}

		@Test
		void namesWhatIsHeldWhenAMessageIsNot() {
			assertThatExceptionOfType(ScenarioFailure.class)
				.isThrownBy(() -> run("nodes a b c", "hold VoteRequest", "timeout a", "deliver VoteRequest b -> c"))
				.withMessageContaining("expected: a held message VoteRequest b -> c")
				.withMessageContaining("a -> c  #");
		}

	}

	@Nested
	class AScriptThatCannotBeRead {

		@Test
		void isReportedWithItsLineAndWhatIsAllowedThere() {
			assertThatExceptionOfType(ScenarioSyntaxException.class)
				.isThrownBy(() -> run("nodes a b c", "expect a leeder"))
				.withMessageContaining("test.scenario:2: expect a leeder")
				.withMessageContaining("'leeder' (word 3) is not allowed here")
				.withMessageContaining("'leader', 'follower'")
				.withMessageContaining("'commit'");
		}

		@Test
		void isReportedWhenALineEndsTooEarly() {
			assertThatExceptionOfType(ScenarioSyntaxException.class).isThrownBy(() -> run("nodes a b", "block a ->"))
				.withMessageContaining("The line ends too early; allowed: a node (a, b)");
		}

		@Test
		void isReportedWhenItNamesAnUnknownNode() {
			assertThatExceptionOfType(ScenarioSyntaxException.class).isThrownBy(() -> run("nodes a b", "timeout z"))
				.withMessageContaining("'z' (word 2) is not allowed here; allowed: a node (a, b)");
		}

		@Test
		void isReportedWhenNothingHappens() {
			assertThatExceptionOfType(ScenarioSyntaxException.class).isThrownBy(() -> run("nodes a b # alone"))
				.withMessageContaining("Nothing happens in this script");
		}

	}

	@Test
	void aRunCanBeRepeatedAndIsTheSame() {
		Scenario scenario = Scenario.parse("twice.scenario",
				"setting random 5\nnodes a b c\nwithin 5 s expect one leader");
		scenario.run();
		scenario.run();
		assertThat(scenario.name()).isEqualTo("twice");
	}

	@Test
	void aDirectoryOfScriptsRunsFromTheCommandLine(@TempDir Path directory) throws Exception {
		Files.writeString(directory.resolve("good.scenario"), "nodes a\ntimeout a\nexpect a leader");
		Files.writeString(directory.resolve("bad.scenario"), "nodes a\ntimeout a\nexpect a follower");
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		assertThat(Scenarios.run(new String[] { directory.toString() }, new PrintStream(out, true))).isFalse();
		assertThat(out.toString()).contains("FAILED bad.scenario:3: expect a follower", "2 scripts run, 1 failed");
	}

	private static void run(String... lines) {
		Scenario.parse("test.scenario", String.join("\n", lines)).run();
	}

}
