package io.raftboot.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class BenchmarkMainTests {

	@TempDir
	Path directory;

	@Test
	void writesAReportAndRemovesItsData() throws Exception {
		Path markdown = this.directory.resolve("report.md");
		Path data = this.directory.resolve("data");
		int exitCode = BenchmarkMain
			.run(new String[] { "cluster", "--engine", "instant", "--quick", "--seconds", "0.2", "--warmup", "0.1",
					"--rounds", "2", "--directory", data.toString(), "--markdown", markdown.toString() });
		assertThat(exitCode).isZero();
		assertThat(Files.readString(markdown)).contains("Environment", "Limits of this machine", "Round 2",
				"All rounds", "| 256 | 1 |", "| ok |");
		try (Stream<Path> left = Files.list(data)) {
			assertThat(left).isEmpty();
		}
	}

	@Test
	void refusesAnUnknownOption() throws Exception {
		assertThat(BenchmarkMain
			.run(new String[] { "limits", "--direktory", "x", "--directory", this.directory.toString() })).isEqualTo(2);
	}

	@Test
	void refusesAnUnknownMode() throws Exception {
		assertThat(BenchmarkMain.run(new String[] { "clutser" })).isEqualTo(2);
	}

}
