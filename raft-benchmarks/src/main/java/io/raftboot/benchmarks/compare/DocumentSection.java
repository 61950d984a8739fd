package io.raftboot.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The part of a document that a comparison writes anew. */
public final class DocumentSection {

	private static final String BEGIN = "<!-- comparison: begin -->\n";

	private static final String END = "<!-- comparison: end -->\n";

	private DocumentSection() {
	}

	/**
	 * Puts this text between the marks.
	 * @throws IllegalArgumentException if the document has no marks
	 */
	public static void replace(Path document, String text) throws IOException {
		String old = Files.readString(document);
		int begin = old.indexOf(BEGIN);
		int end = old.indexOf(END);
		if (begin < 0 || end < begin) {
			throw new IllegalArgumentException(
					document + " has no lines '" + BEGIN.strip() + "' and '" + END.strip() + "' to write between");
		}
		Files.writeString(document, old.substring(0, begin + BEGIN.length()) + text + old.substring(end));
	}

}
