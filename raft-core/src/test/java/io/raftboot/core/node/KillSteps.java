package io.raftboot.core.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import io.raftboot.core.node.KillPoint.When;

import static org.assertj.core.api.Assertions.assertThat;

/** Lives the same life again and again, and has it end at one step after the other. */
final class KillSteps {

	private static final int STEPS_MAX = 500;

	private final String name;

	private final Life life;

	/** How often the process was killed, by what the disk was doing. */
	private final SortedMap<String, Integer> kills = new TreeMap<>();

	private List<String> steps = List.of();

	KillSteps(String name, Life life) {
		this.name = name;
		this.life = life;
	}

	/**
	 * Kills at every step: before it, after it, and half-way through if it is a write.
	 */
	KillSteps every() throws IOException {
		this.steps = live(KillPoint.NEVER).changes();
		boolean reached = true;
		for (int step = 1; reached; step++) {
			assertThat(step).isLessThan(STEPS_MAX);
			Doom before = live(new KillPoint(step, When.BEFORE));
			reached = before.killed();
			if (reached) {
				if (isWrite(before.lastChange())) {
					live(new KillPoint(step, When.HALFWAY));
				}
				live(new KillPoint(step, When.AFTER));
			}
		}
		print();
		return this;
	}

	/** Kills at so many steps, evenly distributed. */
	KillSteps some(int count) throws IOException {
		this.steps = live(KillPoint.NEVER).changes();
		for (int i = 1; i <= count; i++) {
			int step = Math.max(1, i * this.steps.size() / (count + 1));
			boolean write = isWrite(this.steps.get(step - 1));
			live(new KillPoint(step, write ? When.HALFWAY : (i % 2 == 0) ? When.BEFORE : When.AFTER));
		}
		print();
		return this;
	}

	private Doom live(KillPoint point) throws IOException {
		Doom doom;
		try {
			doom = this.life.live(point);
		}
		catch (RuntimeException | AssertionError ex) {
			throw new AssertionError(this.name + ", killed " + point + ": " + ex, ex);
		}
		if (doom.killed()) {
			this.kills.merge(Doom.kindOf(doom.lastChange()), 1, Integer::sum);
		}
		return doom;
	}

	private static boolean isWrite(String change) {
		return change.startsWith("write ");
	}

	/** What there was to be killed at, as a table. */
	private void print() {
		List<String> lines = new ArrayList<>();
		String kind = "";
		int first = 1;
		for (int step = 1; step <= this.steps.size() + 1; step++) {
			String next = (step <= this.steps.size()) ? Doom.kindOf(this.steps.get(step - 1)) : "";
			if (!next.equals(kind)) {
				if (!kind.isEmpty()) {
					lines.add("  " + first + ((step - 1 > first) ? ".." + (step - 1) : "") + " " + kind);
				}
				kind = next;
				first = step;
			}
		}
		System.out.println(this.name + ": " + this.steps.size() + " steps" + System.lineSeparator()
				+ String.join(System.lineSeparator(), lines) + System.lineSeparator() + "  killed "
				+ this.kills.values().stream().mapToInt(Integer::intValue).sum() + " times: " + this.kills);
	}

	/** Every one of these was a step at which the process was killed. */
	void haveKilledAt(String... kinds) {
		assertThat(this.kills.keySet()).as("what the disk was doing when the process was killed").contains(kinds);
	}

	/** A process that may be killed, and what must be so afterwards. */
	interface Life {

		Doom live(KillPoint point) throws IOException;

	}

}
