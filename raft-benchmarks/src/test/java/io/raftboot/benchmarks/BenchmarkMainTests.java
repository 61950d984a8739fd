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

	/** With every kind of workload, in a JVM of its own. */
	@Test
	void comparesEnginesIntoADocument() throws Exception {
		Path document = this.directory.resolve("document.md");
		Files.writeString(document, "<!-- comparison: begin -->\n<!-- comparison: end -->\n");
		String workloads = "WRITE:16:4,FORWARDED_WRITE:16:4,READ:8:4,FOLLOWER_READ:8:4,MIXED:16:4,FAILOVER:150:1,CATCH_UP:16:500";
		int exitCode = BenchmarkMain.run(new String[] { "compare", "--engines", "raftboot", "--workloads", workloads,
				"--quick", "--seconds", "0.2", "--warmup", "0.1", "--process-warmup", "0", "--directory",
				this.directory.toString(), "--into", document.toString() });
		assertThat(exitCode).isZero();
		assertThat(Files.readString(document))
			.contains("| raftboot | yes |", "Limits of this machine before round 1",
					"Nine linearizable reads to one write: operations per second", "on a follower, 4 outstanding",
					"16 B through a follower", "election timeout 150 - 300 ms", "An empty node catches up: time, ms",
					"500 entries of 16 B")
			.doesNotContain("## Void");
	}

	@Test
	void comparesEnginesWithoutForcesByThemselves() throws Exception {
		Path document = this.directory.resolve("document.md");
		Files.writeString(document, "<!-- comparison without forces: begin -->\n"
				+ "<!-- comparison without forces: end -->\n<!-- comparison: begin -->\n<!-- comparison: end -->\n");
		int exitCode = BenchmarkMain.run(new String[] { "compare", "--unforced", "--workloads", "WRITE:16:4", "--quick",
				"--seconds", "0.2", "--warmup", "0.1", "--process-warmup", "0.5", "--directory",
				this.directory.toString(), "--into", document.toString() });
		assertThat(exitCode).isZero();
		assertThat(Files.readString(document))
			.contains("| raftboot-unforced | NO |", "## Without forces: Writes: operations per second")
			.doesNotContain("| raftboot |", "Void")
			.endsWith("<!-- comparison: begin -->\n<!-- comparison: end -->\n");
	}

	@Test
	void measuresWhatMoreNodesEntriesAndASlowDiskDo() throws Exception {
		Path markdown = this.directory.resolve("scale.md");
		int exitCode = BenchmarkMain.run(new String[] { "scale", "--nodes", "3,5", "--entries", "20000,2000",
				"--slow-force", "2", "--quick", "--seconds", "0.2", "--warmup", "0.1", "--directory",
				this.directory.toString(), "--markdown", markdown.toString() });
		assertThat(exitCode).isZero();
		assertThat(Files.readString(markdown))
			.contains("## Cluster size", "| 5 |", "## Entries in the log", "## Restart of a node", "## A slow follower",
					"| one +2 ms |", "| slow / alike |")
			.doesNotContain("VOID");
	}

	@Test
	void measuresTheTransportsInTurns() throws Exception {
		Path markdown = this.directory.resolve("transports.md");
		int exitCode = BenchmarkMain
			.run(new String[] { "transports", "--quick", "--outstanding", "4", "--seconds", "0.2", "--warmup", "0.1",
					"--rounds", "2", "--directory", this.directory.toString(), "--markdown", markdown.toString() });
		assertThat(exitCode).isZero();
		assertThat(Files.readString(markdown))
			.contains("256 B, 4 outstanding", "| tcp |", "| tls |", "| http |", "| ok |")
			.doesNotContain("VOID");
		assertThat(BenchmarkMain
			.run(new String[] { "transports", "--transports", "tcp,tsl", "--directory", this.directory.toString() }))
			.isEqualTo(2);
	}

	@Test
	void measuresLevelsInTurns() throws Exception {
		Path markdown = this.directory.resolve("typed.md");
		int exitCode = BenchmarkMain.run(new String[] { "typed", "--levels", "propose,bean", "--quick", "--outstanding",
				"4", "--seconds", "0.2", "--warmup", "0.1", "--process-warmup", "0.1", "--rounds", "2", "--directory",
				this.directory.toString(), "--markdown", markdown.toString() });
		assertThat(exitCode).isZero();
		assertThat(Files.readString(markdown)).contains("4 outstanding", "| RaftNode.propose |", "| 1.00 |",
				"| replicated bean |");
		assertThat(BenchmarkMain
			.run(new String[] { "typed", "--levels", "propose,been", "--directory", this.directory.toString() }))
			.isEqualTo(2);
	}

	@Test
	void refusesAnUnknownEngine() throws Exception {
		assertThat(BenchmarkMain
			.run(new String[] { "compare", "--engines", "raftbot", "--directory", this.directory.toString() }))
			.isEqualTo(2);
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
