package io.raftboot.test.scenario;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import io.raftboot.core.model.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Reads a line word by word, and remembers what it would have taken at the present one:
 * that is what an error names.
 */
final class Words {

	private final Line line;

	private final Set<NodeId> nodes;

	private final Set<String> allowed = new LinkedHashSet<>();

	private int position;

	/**
	 * @param nodes the nodes the script has declared so far
	 */
	Words(Line line, Set<NodeId> nodes) {
		this.line = line;
		this.nodes = nodes;
	}

	Line line() {
		return this.line;
	}

	boolean isAtEnd() {
		return this.position >= this.line.words().size();
	}

	/** Takes this word if it stands here. */
	boolean accept(String word) {
		return acceptIf(word::equals, "'" + word + "'") != null;
	}

	void expect(String word) {
		if (!accept(word)) {
			throw unexpected();
		}
	}

	/** Takes the word that stands here if it fits. */
	@Nullable String acceptIf(Predicate<String> fits, String description) {
		if (!isAtEnd() && fits.test(this.line.words().get(this.position))) {
			this.allowed.clear();
			return this.line.words().get(this.position++);
		}
		this.allowed.add(description);
		return null;
	}

	String takeIf(Predicate<String> fits, String description) {
		String word = acceptIf(fits, description);
		if (word == null) {
			throw unexpected();
		}
		return word;
	}

	String take(String description) {
		return takeIf((word) -> true, description);
	}

	/** Any of these words. */
	String takeAny(List<String> words) {
		for (String word : words) {
			if (accept(word)) {
				return word;
			}
		}
		throw unexpected();
	}

	NodeId node() {
		return NodeId.of(takeIf(this::isNode, nodesAllowed()));
	}

	@Nullable NodeId acceptNode() {
		String word = acceptIf(this::isNode, nodesAllowed());
		return (word != null) ? NodeId.of(word) : null;
	}

	/** One or more nodes. */
	List<NodeId> nodes() {
		List<NodeId> found = new ArrayList<>(List.of(node()));
		for (NodeId next = acceptNode(); next != null; next = acceptNode()) {
			found.add(next);
		}
		return found;
	}

	long number(String description) {
		return Long.parseLong(takeIf((word) -> word.matches("\\d{1,18}"), description));
	}

	@Nullable Long acceptNumber(String description) {
		String word = acceptIf((text) -> text.matches("\\d{1,18}"), description);
		return (word != null) ? Long.valueOf(word) : null;
	}

	/** A length of time: a number and its unit. */
	long nanos() {
		long number = number("a number of 'ms' or 's'");
		return number * (accept("ms") ? 1_000_000L : takeAny(List.of("s")).length() * 1_000_000_000L);
	}

	/** Words up to the end, or to the first that does not fit; at least one. */
	List<String> takeWhile(Predicate<String> fits, String description) {
		List<String> found = new ArrayList<>(List.of(takeIf(fits, description)));
		for (String next = acceptIf(fits, description); next != null; next = acceptIf(fits, description)) {
			found.add(next);
		}
		return found;
	}

	void end() {
		if (!isAtEnd()) {
			this.allowed.add("the end of the line");
			throw unexpected();
		}
	}

	ScenarioSyntaxException unexpected() {
		String found = isAtEnd() ? "The line ends too early" : "'" + this.line.words().get(this.position) + "' (word "
				+ (this.position + 1) + ") is not allowed here";
		return new ScenarioSyntaxException(this.line, found + "; allowed: " + String.join(", ", this.allowed));
	}

	/** The word read last makes no sense. */
	ScenarioSyntaxException wrong(String what) {
		return new ScenarioSyntaxException(this.line, what);
	}

	private boolean isNode(String word) {
		return this.nodes.stream().anyMatch((node) -> node.value().equals(word));
	}

	private String nodesAllowed() {
		return "a node (" + String.join(", ", this.nodes.stream().map(NodeId::value).toList()) + ")";
	}

}
