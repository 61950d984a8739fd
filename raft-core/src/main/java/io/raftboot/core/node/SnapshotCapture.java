package io.raftboot.core.node;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.raftboot.core.statemachine.Snapshot;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of a node's machines after one entry, captured by the applier and written by
 * the snapshot thread.
 */
final class SnapshotCapture implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(SnapshotCapture.class);

	final long index;

	private final long timeMillis;

	private final byte[] sessions;

	private final List<StateSection> sections = new ArrayList<>();

	private final List<@Nullable Snapshot> states = new ArrayList<>();

	/**
	 * An empty one.
	 * @param sessions what the table of sessions was encoded as
	 */
	SnapshotCapture(long index, long timeMillis, byte[] sessions) {
		this.index = index;
		this.timeMillis = timeMillis;
		this.sessions = sessions;
	}

	/** Captures one machine; on the applier, between two runs. */
	void add(Machine machine) throws IOException {
		StateSection section = new StateSection(machine.name, machine.initialised, machine.appliedIndex);
		this.states.add(section.hasState() ? machine.stateMachine.snapshot() : null);
		this.sections.add(section);
	}

	/**
	 * Writes it; once, on any thread.
	 * @param stopping asked now and then whether this is for nothing
	 */
	void writeTo(OutputStream content, BooleanSupplier stopping) throws IOException {
		OutputStream target = new StoppableOutput(content, stopping);
		new StateHeader(this.timeMillis, this.sections).writeTo(target);
		try (ChunkedOutput section = new ChunkedOutput(target)) {
			section.write(this.sessions);
		}
		for (Snapshot state : this.states) {
			try (ChunkedOutput section = new ChunkedOutput(target)) {
				if (state != null) {
					state.writeTo(section);
				}
			}
		}
		target.flush();
	}

	/** Releases what the machines hold for it; what they throw changes nothing. */
	@Override
	public void close() {
		for (Snapshot state : this.states) {
			try {
				if (state != null) {
					state.close();
				}
			}
			catch (Throwable ex) {
				logger.warn("A state machine could not release what it held for a snapshot", ex);
			}
		}
		this.states.clear();
	}

}
