package io.raftboot.test.scenario;

import java.util.ArrayList;
import java.util.List;

/** Logs as scripts write them: {@code 1 1x3 2}, behind a snapshot {@code 5@2 3 3}. */
final class LogText {

	static final String DESCRIPTION = "an entry's TERM or TERMxTIMES";

	static final String PATTERN = "\\d+(x\\d+)?";

	private LogText() {
	}

	static String text(EntryLog log) {
		List<String> words = new ArrayList<>();
		if (log.baseIndex() > 0) {
			words.add(log.baseIndex() + "@" + log.baseTerm());
		}
		long index = log.baseIndex() + 1;
		while (index <= log.lastIndex()) {
			long first = index;
			while (index <= log.lastIndex() && log.termOf(index) == log.termOf(first)) {
				index++;
			}
			words.add(log.termOf(first) + ((index - first > 1) ? "x" + (index - first) : ""));
		}
		return words.isEmpty() ? "empty" : String.join(" ", words);
	}

	/** The same log in the one way {@link #text} writes it. */
	static String canonical(List<String> words) {
		List<String> runs = new ArrayList<>();
		long term = -1;
		long times = 0;
		for (String word : words) {
			if (word.contains("@") || word.equals("empty")) {
				runs.add(word);
				continue;
			}
			String[] parts = word.split("x");
			if (Long.parseLong(parts[0]) != term) {
				addRun(runs, term, times);
				term = Long.parseLong(parts[0]);
				times = 0;
			}
			times += (parts.length > 1) ? Long.parseLong(parts[1]) : 1;
		}
		addRun(runs, term, times);
		return String.join(" ", runs);
	}

	private static void addRun(List<String> runs, long term, long times) {
		if (times > 0) {
			runs.add(term + ((times > 1) ? "x" + times : ""));
		}
	}

}
