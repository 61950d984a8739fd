package io.raftboot.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which samples and labels an expression of Prometheus names; knows as much of the
 * language as our alerts and the dashboard use.
 */
final class PromQl {

	/** Those that the scrape configuration adds. */
	private static final Set<String> TARGET_LABELS = Set.of("job", "instance");

	private static final Set<String> WORDS = Set.of("and", "or", "unless", "by", "on", "ignoring");

	private static final Pattern TOKEN = Pattern
		.compile("\"[^\"]*\"|\\[[^\\]]*\\]|[a-zA-Z_:][a-zA-Z0-9_:]*|[{}()=,]|\\S");

	private final Map<String, Set<String>> matchers = new TreeMap<>();

	private final Set<String> grouping = new TreeSet<>();

	PromQl(String expression) {
		List<String> tokens = new ArrayList<>();
		Matcher matcher = TOKEN.matcher(expression);
		while (matcher.find()) {
			tokens.add(matcher.group());
		}
		for (int i = 0; i < tokens.size(); i++) {
			String token = tokens.get(i);
			String next = (i + 1 < tokens.size()) ? tokens.get(i + 1) : "";
			if (Set.of("by", "on", "ignoring").contains(token)) {
				i = until(")", tokens, i + 2, this.grouping);
			}
			else if (isName(token) && !WORDS.contains(token) && !next.equals("(") && !next.equals("by")) {
				Set<String> labels = this.matchers.computeIfAbsent(token, (name) -> new TreeSet<>());
				i = next.equals("{") ? until("}", tokens, i + 2, labels) : i;
			}
		}
	}

	private static int until(String end, List<String> tokens, int from, Set<String> names) {
		int i = from;
		while (!tokens.get(i).equals(end)) {
			if (isName(tokens.get(i))) {
				names.add(tokens.get(i));
			}
			i++;
		}
		return i;
	}

	private static boolean isName(String token) {
		return Character.isLetter(token.charAt(0));
	}

	Set<String> samples() {
		return this.matchers.keySet();
	}

	/** What it names that is not there; empty if all is. */
	List<String> missingIn(Scrape scrape) {
		List<String> missing = new ArrayList<>();
		Set<String> known = new TreeSet<>(TARGET_LABELS);
		this.matchers.forEach((sample, labels) -> {
			Set<String> there = scrape.labels().get(sample);
			if (there == null) {
				missing.add(sample);
				return;
			}
			known.addAll(there);
			labels.stream()
				.filter((label) -> !there.contains(label) && !TARGET_LABELS.contains(label))
				.forEach((label) -> missing.add(sample + "{" + label + "}"));
		});
		this.grouping.stream().filter((label) -> !known.contains(label)).forEach(missing::add);
		return missing;
	}

}
