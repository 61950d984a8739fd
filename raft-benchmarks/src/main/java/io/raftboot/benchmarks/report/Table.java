package io.raftboot.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/** Rows under a header, with a title above and notes below. */
public final class Table {

	private final String title;

	private final List<String> header;

	private final List<List<String>> rows = new ArrayList<>();

	private final List<String> notes = new ArrayList<>();

	public Table(String title, String... header) {
		this.title = title;
		this.header = List.of(header);
	}

	/** Adds a row with a cell for each column. */
	public Table row(String... cells) {
		if (cells.length != this.header.size()) {
			throw new IllegalArgumentException(
					cells.length + " cells for " + this.header.size() + " columns of '" + this.title + "'");
		}
		this.rows.add(List.of(cells));
		return this;
	}

	/** Adds a line to stand below the table. */
	public Table note(String note) {
		this.notes.add(note);
		return this;
	}

	/** How many rows it has so far. */
	public int size() {
		return this.rows.size();
	}

	/** For a terminal: columns aligned, those of numbers to the right. */
	public String toText() {
		int[] widths = widths();
		boolean[] numeric = numericColumns();
		StringBuilder text = new StringBuilder("\n").append(this.title).append('\n');
		appendAligned(text, this.header, widths, numeric);
		for (List<String> row : this.rows) {
			appendAligned(text, row, widths, numeric);
		}
		for (String note : this.notes) {
			text.append("  ").append(note).append('\n');
		}
		return text.toString();
	}

	public String toMarkdown() {
		StringBuilder text = new StringBuilder("\n## ").append(this.title).append("\n\n");
		appendPiped(text, this.header);
		text.append("|:---|").append("---:|".repeat(this.header.size() - 1)).append('\n');
		for (List<String> row : this.rows) {
			appendPiped(text, row);
		}
		if (!this.notes.isEmpty()) {
			text.append('\n');
		}
		for (String note : this.notes) {
			text.append("- ").append(note).append('\n');
		}
		return text.toString();
	}

	private int[] widths() {
		int[] widths = new int[this.header.size()];
		for (int column = 0; column < widths.length; column++) {
			widths[column] = this.header.get(column).length();
			for (List<String> row : this.rows) {
				widths[column] = Math.max(widths[column], row.get(column).length());
			}
		}
		return widths;
	}

	private boolean[] numericColumns() {
		boolean[] numeric = new boolean[this.header.size()];
		for (int column = 1; column < numeric.length; column++) {
			numeric[column] = true;
			for (List<String> row : this.rows) {
				numeric[column] &= row.get(column).matches("[-0-9., ]*");
			}
		}
		return numeric;
	}

	private static void appendAligned(StringBuilder text, List<String> cells, int[] widths, boolean[] numeric) {
		StringBuilder line = new StringBuilder();
		for (int column = 0; column < widths.length; column++) {
			String cell = cells.get(column);
			String padding = " ".repeat(widths[column] - cell.length());
			line.append((column == 0) ? "" : "  ").append(numeric[column] ? padding + cell : cell + padding);
		}
		text.append(line.toString().stripTrailing()).append('\n');
	}

	private static void appendPiped(StringBuilder text, List<String> cells) {
		text.append('|');
		for (String cell : cells) {
			text.append(' ').append(cell.replace("|", "\\|")).append(" |");
		}
		text.append('\n');
	}

}
