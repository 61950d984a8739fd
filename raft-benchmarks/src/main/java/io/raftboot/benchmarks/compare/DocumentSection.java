package io.raftboot.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The part of a document that a comparison writes anew. */
public final class DocumentSection {

	private DocumentSection() {
	}

	/**
	 * Puts this text between the marks of this section.
	 * @throws IllegalArgumentException if the document has no such marks
	 */
	public static void replace(Path document, String section, String text) throws IOException {
		String beginMark = "<!-- " + section + ": begin -->\n";
		String endMark = "<!-- " + section + ": end -->\n";
		String old = Files.readString(document);
		int begin = old.indexOf(beginMark);
		int end = old.indexOf(endMark);
		if (begin < 0 || end < begin) {
			throw new IllegalArgumentException(document + " has no lines '" + beginMark.strip() + "' and '"
					+ endMark.strip() + "' to write between");
		}
		Files.writeString(document, old.substring(0, begin + beginMark.length()) + text + old.substring(end));
	}

}
