package io.raftboot.test.scenario;

import java.util.ArrayList;
import java.util.List;

/** Everything that happened, with its virtual time. */
final class Conversation {

	private final List<String> lines = new ArrayList<>();

	void step(Line line) {
		this.lines.add(String.format("%n%s", line));
	}

	void says(long nowNanos, Object who, String what) {
		this.lines.add(String.format("%12.3f ms  %-4s %s", nowNanos / 1e6, who, what));
	}

	@Override
	public String toString() {
		return String.join(System.lineSeparator(), this.lines) + System.lineSeparator();
	}

}
