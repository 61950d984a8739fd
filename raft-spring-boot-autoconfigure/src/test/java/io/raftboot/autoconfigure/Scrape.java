package io.raftboot.autoconfigure;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Prometheus gets from a node: samples of Raft with their labels. */
final class Scrape {

	private static final Pattern SAMPLE = Pattern.compile("(raft_[a-z_]+)(?:\\{(.*)\\})? (\\S+)");

	private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\",?");

	private final Map<String, Double> samples = new TreeMap<>();

	private final SortedMap<String, Set<String>> labels = new TreeMap<>();

	Scrape(String text) {
		text.lines().forEach((line) -> {
			Matcher sample = SAMPLE.matcher(line);
			if (sample.matches()) {
				this.samples.put(line.substring(0, line.lastIndexOf(' ')), Double.valueOf(sample.group(3)));
				Set<String> names = this.labels.computeIfAbsent(sample.group(1), (name) -> new TreeSet<>());
				Matcher label = LABEL.matcher((sample.group(2) != null) ? sample.group(2) : "");
				while (label.find()) {
					names.add(label.group(1));
				}
			}
		});
	}

	/** The names of all samples with those of their labels. */
	SortedMap<String, Set<String>> labels() {
		return this.labels;
	}

	/** Sum of the samples that have all of these labels, as {@code name="value"}. */
	double sum(String name, String... labels) {
		Predicate<String> wanted = (sample) -> sample.startsWith(name + "{");
		for (String label : labels) {
			wanted = wanted.and((sample) -> sample.contains(label));
		}
		Predicate<String> all = wanted;
		return this.samples.entrySet()
			.stream()
			.filter((sample) -> all.test(sample.getKey()))
			.mapToDouble(Map.Entry::getValue)
			.filter((value) -> !Double.isNaN(value))
			.sum();
	}

}
