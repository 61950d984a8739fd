package io.raftboot.benchmarks.report;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TableTests {

	@TempDir
	Path directory;

	private final Table table = new Table("Title", "name", "n").row("a|b", "1").row("c", "1,000").note("A note.");

	@Test
	void alignsColumnsForATerminal() {
		assertThat(this.table.toText()).isEqualTo("""

				Title
				name      n
				a|b       1
				c     1,000
				  A note.
				""");
	}

	@Test
	void escapesMarkdown() {
		assertThat(this.table.toMarkdown()).isEqualTo("""

				## Title

				| name | n |
				|:---|---:|
				| a\\|b | 1 |
				| c | 1,000 |

				- A note.
				""");
	}

	@Test
	void refusesARowOfAnotherWidth() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.table.row("alone"));
	}

	@Test
	void reportKeepsWhatItHadWhenTheRunIsCutShort() throws Exception {
		Path file = this.directory.resolve("report.md");
		Report report = new Report(new PrintStream(new ByteArrayOutputStream()), file);
		report.title("Run");
		report.table(this.table);
		assertThat(Files.readString(file)).startsWith("# Run\n").contains("| c | 1,000 |");
	}

}
