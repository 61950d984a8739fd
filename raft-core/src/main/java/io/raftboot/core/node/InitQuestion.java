package io.raftboot.core.node;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.statemachine.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * A new leader asks the machines that nobody has touched for state from before the
 * cluster. Filled in by the applier, read by the loop afterwards.
 */
final class InitQuestion extends MpscQueue.Linked {

	/** Term of the leader that asks; the answer is void in any other. */
	final long term;

	private final List<Machine> asked;

	final List<Answer> answers = new ArrayList<>();

	InitQuestion(long term, List<Machine> asked) {
		this.term = term;
		this.asked = asked;
	}

	/** Calls the hooks; on the applier, where the machines are quiet. */
	void collect() throws IOException {
		for (Machine machine : this.asked) {
			if (machine.initialised) {
				continue;
			}
			try (Snapshot snapshot = machine.stateMachine.init()) {
				if (snapshot != null) {
					ByteArrayOutputStream target = new ByteArrayOutputStream();
					snapshot.writeTo(target);
					this.answers.add(new Answer(machine, ByteBuffer.wrap(target.toByteArray())));
				}
			}
		}
	}

	/**
	 * What one machine contributes.
	 *
	 * @param machine whose
	 * @param state its state
	 */
	record Answer(Machine machine, ByteBuffer state) {
	}

}
