package io.raftboot.test.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of a script, cut into words. A word ends at white space, except inside braces: a
 * configuration is one word.
 *
 * @param file name of the script
 * @param number counted from 1
 * @param text the line without comment
 * @param words its words
 */
record Line(String file, int number, String text, List<String> words) {

	/** The lines of a script that say something. */
	static List<Line> of(String file, String script) {
		List<Line> lines = new ArrayList<>();
		int number = 0;
		for (String raw : script.split("\r?\n", -1)) {
			number++;
			String text = withoutComment(raw).strip();
			if (!text.isEmpty()) {
				lines.add(new Line(file, number, text, words(text)));
			}
		}
		return lines;
	}

	String place() {
		return this.file + ":" + this.number;
	}

	@Override
	public String toString() {
		return place() + ": " + this.text;
	}

	private static String withoutComment(String raw) {
		for (int i = 0; i < raw.length(); i++) {
			if (raw.charAt(i) == '#' && (i == 0 || Character.isWhitespace(raw.charAt(i - 1)))) {
				return raw.substring(0, i);
			}
		}
		return raw;
	}

	private static List<String> words(String text) {
		List<String> words = new ArrayList<>();
		StringBuilder word = new StringBuilder();
		int depth = 0;
		for (char c : text.toCharArray()) {
			depth += (c == '{') ? 1 : (c == '}') ? -1 : 0;
			if (depth <= 0 && Character.isWhitespace(c)) {
				addWord(words, word);
			}
			else {
				word.append(c);
			}
		}
		addWord(words, word);
		return words;
	}

	private static void addWord(List<String> words, StringBuilder word) {
		if (!word.isEmpty()) {
			words.add(word.toString());
			word.setLength(0);
		}
	}
}
