package io.raftboot.benchmarks.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * Prints tables as they come and, if asked, writes them to a Markdown file, anew with
 * each table, so that a run that is cut short leaves what it had.
 */
public final class Report {

	private final PrintStream console;

	private final @Nullable Path markdownFile;

	private final StringBuilder markdown = new StringBuilder();

	public Report(PrintStream console, @Nullable Path markdownFile) {
		this.console = console;
		this.markdownFile = markdownFile;
	}

	/** Opens the Markdown file. */
	public void title(String title) throws IOException {
		this.console.println(title);
		this.markdown.append("# ").append(title).append('\n');
		save();
	}

	public void table(Table table) throws IOException {
		this.console.print(table.toText());
		this.markdown.append(table.toMarkdown());
		save();
	}

	/** Only for whoever watches. */
	public void progress(String line) {
		this.console.println("  .. " + line);
	}

	/** Something a reader must not miss. */
	public void warning(String line) throws IOException {
		this.console.println("  WARNING: " + line);
		this.markdown.append("\n**").append(line).append("**\n");
		save();
	}

	/** All there is so far, without the title. */
	public String markdown() {
		return this.markdown.substring(this.markdown.indexOf("\n") + 1);
	}

	private void save() throws IOException {
		if (this.markdownFile != null) {
			Files.writeString(this.markdownFile, this.markdown);
		}
	}

}
