package io.raftboot.test.simulation;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import io.raftboot.core.node.Step;

/**
 * The steps of one start of a node, and when they are due. A paused process does none of
 * them; its clocks go on.
 */
final class NodeSteps {

	private final World world;

	private final SimulatedNode node;

	private final StepTimes times;

	/** Looked things up in only: its order is not the same in every run. */
	private final Map<Step, Slot> slots = new IdentityHashMap<>();

	private final long name;

	private long pausedUntilNanos;

	private boolean over;

	NodeSteps(World world, SimulatedNode node, StepTimes times) {
		this.world = world;
		this.node = node;
		this.times = times;
		this.name = 31L * node.id().value().hashCode();
	}

	/** A step has something to do. */
	void ready(Step step) {
		if (!this.over) {
			Slot slot = this.slots.computeIfAbsent(step, (key) -> new Slot(key, this.times.kindOf(key.name())));
			long now = this.world.timeline().nowNanos();
			slot.at(now + this.times.delayNanos(slot.kind, now));
		}
	}

	/** A step that is known already has something to do then. */
	void readyAt(Step step, long nanos) {
		Slot slot = this.slots.get(step);
		if (slot != null && !this.over) {
			slot.at(Math.max(nanos, this.world.timeline().nowNanos() + 1));
		}
	}

	void pauseUntil(long nanos) {
		this.pausedUntilNanos = nanos;
	}

	boolean isPaused() {
		return this.pausedUntilNanos > this.world.timeline().nowNanos();
	}

	/** None of them is run any more. */
	void end() {
		this.over = true;
	}

	/** Has everything done that is left to do. */
	void finish() {
		this.over = true;
		for (Slot slot : List.copyOf(this.slots.values()).stream().sorted((a, b) -> a.number - b.number).toList()) {
			while (slot.step.run() == 0L) {
				// Until everybody who waited was told.
			}
		}
	}

	/** When a step is due. */
	private final class Slot {

		private final int number = NodeSteps.this.slots.size();

		private final Step step;

		private final StepTimes.Kind kind;

		private long dueNanos = Long.MAX_VALUE;

		Slot(Step step, StepTimes.Kind kind) {
			this.step = step;
			this.kind = kind;
		}

		void at(long wantedNanos) {
			long nanos = Math.max(wantedNanos, NodeSteps.this.pausedUntilNanos);
			if (nanos < this.dueNanos) {
				this.dueNanos = nanos;
				NodeSteps.this.world.timeline().at(nanos, () -> come(nanos));
			}
		}

		private void come(long nanos) {
			NodeSteps steps = NodeSteps.this;
			if (nanos != this.dueNanos || steps.over) {
				return; // it came earlier, or the node is no more
			}
			this.dueNanos = Long.MAX_VALUE;
			if (steps.isPaused()) {
				at(steps.pausedUntilNanos);
				return;
			}
			long again = this.step.run();
			steps.world.log().event(steps.name + this.kind.ordinal(), again);
			if (again == 0L) {
				ready(this.step);
			}
			else if (again < Long.MAX_VALUE) {
				at(steps.world.timeline().nowNanos() + steps.node.clock().simulatedNanos(again));
			}
			if (this.kind == StepTimes.Kind.READER) {
				steps.world.coverage().count(Transition.CAUGHT_UP_FROM_DISK);
			}
			steps.node.afterStep();
		}

	}

}
