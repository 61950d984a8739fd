package io.raftboot.test.simulation;

import java.util.ArrayDeque;
import java.util.Locale;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Condenses everything that happens into one number, equal for equal runs, and keeps the
 * latest of it as text when asked to.
 */
final class EventLog {

	private final Timeline timeline;

	private final int linesMax;

	private final @Nullable ArrayDeque<String> lines;

	private long hash = 0x9E3779B97F4A7C15L;

	private long events;

	/**
	 * A log.
	 * @param linesMax how many of the latest events are kept as text
	 */
	EventLog(Timeline timeline, int linesMax) {
		this.timeline = timeline;
		this.linesMax = linesMax;
		this.lines = (linesMax > 0) ? new ArrayDeque<>() : null;
	}

	/** An event has happened. */
	void event(long kind, long detail) {
		this.events++;
		mix(this.timeline.nowNanos());
		mix(kind);
		mix(detail);
	}

	void mix(long value) {
		long mixed = (this.hash ^ value) * 0xBF58476D1CE4E5B9L;
		this.hash = mixed ^ (mixed >>> 31);
	}

	/** Something a person may want to read; made only if somebody does. */
	void say(Supplier<String> text) {
		if (this.lines != null) {
			if (this.lines.size() == this.linesMax) {
				this.lines.remove();
			}
			this.lines.add(String.format(Locale.ROOT, "%12.6f ", this.timeline.nowNanos() / 1e9) + text.get());
		}
	}

	long hash() {
		return this.hash;
	}

	long events() {
		return this.events;
	}

	String text() {
		return (this.lines != null) ? String.join("\n", this.lines) : "";
	}

}
