package io.raftboot.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Options of a mode: {@code --name value}, or {@code --name} alone for a flag. Each mode
 * reads what it knows and then calls {@link #rejectUnread}.
 */
final class Arguments {

	private final Map<String, String> options = new LinkedHashMap<>();

	private final List<String> words = new ArrayList<>();

	private final Set<String> read = new HashSet<>();

	Arguments(List<String> arguments, Set<String> flags) {
		for (int i = 0; i < arguments.size(); i++) {
			String argument = arguments.get(i);
			if (!argument.startsWith("--")) {
				this.words.add(argument);
				continue;
			}
			String name = argument.substring(2);
			if (flags.contains(name)) {
				this.options.put(name, "true");
			}
			else if (i + 1 < arguments.size()) {
				i++;
				this.options.put(name, arguments.get(i));
			}
			else {
				throw new IllegalArgumentException("--" + name + " needs a value");
			}
		}
	}

	/** Arguments without dashes. */
	List<String> words() {
		return List.copyOf(this.words);
	}

	boolean flag(String name) {
		return text(name) != null;
	}

	@Nullable String text(String name) {
		this.read.add(name);
		return this.options.get(name);
	}

	String text(String name, String otherwise) {
		String value = text(name);
		return (value != null) ? value : otherwise;
	}

	int integer(String name, int otherwise) {
		return (int) number(name, otherwise);
	}

	/** Seconds, with a fraction if need be. */
	Duration seconds(String name, double otherwise) {
		return Duration.ofNanos((long) (number(name, otherwise) * 1e9));
	}

	Duration millis(String name, Duration otherwise) {
		return Duration.ofMillis((long) number(name, otherwise.toMillis()));
	}

	double number(String name, double otherwise) {
		String value = text(name);
		return (value != null) ? parse(name, value) : otherwise;
	}

	/** Numbers separated by commas. */
	int[] integers(String name, int... otherwise) {
		String value = text(name);
		if (value == null) {
			return otherwise;
		}
		String[] parts = value.split(",");
		int[] numbers = new int[parts.length];
		for (int i = 0; i < parts.length; i++) {
			numbers[i] = (int) parse(name, parts[i].trim());
		}
		return numbers;
	}

	/**
	 * Refuses what nobody has asked for.
	 * @throws IllegalArgumentException naming the options
	 */
	void rejectUnread() {
		Set<String> unread = new HashSet<>(this.options.keySet());
		unread.removeAll(this.read);
		if (!unread.isEmpty()) {
			throw new IllegalArgumentException("Unknown options " + unread + " for this mode");
		}
	}

	private static double parse(String name, String value) {
		try {
			return Double.parseDouble(value);
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("--" + name + " takes a number, not '" + value + "'", ex);
		}
	}

}
