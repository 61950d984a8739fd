package io.raftboot.core.node;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

import io.raftboot.core.model.CommandEnvelope;
import io.raftboot.core.statemachine.CommandFailedException;
import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.core.statemachine.StateMachine;
import io.raftboot.core.statemachine.StateMachineFailedException;
import org.jspecify.annotations.Nullable;

/**
 * The state machines of a node and how an entry reaches its own. For the applier's
 * thread, except {@link #get}.
 */
final class Machines {

	private final Machine[] machines;

	private final Context context = new Context();

	Machines(Map<String, StateMachine> stateMachines) {
		this.machines = stateMachines.entrySet()
			.stream()
			.map((entry) -> new Machine(entry.getKey(), entry.getValue()))
			.toArray(Machine[]::new);
	}

	/** The machine of this name, null if there is none. */
	@Nullable Machine get(String name) {
		for (Machine machine : this.machines) {
			if (machine.name.equals(name)) {
				return machine;
			}
		}
		return null;
	}

	Machine[] all() {
		return this.machines;
	}

	/**
	 * Asks every machine what it has kept by itself. One that keeps nothing still has
	 * what an earlier start of this node in this process gave it.
	 */
	void open() {
		for (Machine machine : this.machines) {
			long kept = machine.stateMachine.appliedIndex();
			if (kept == 0L && machine.inBatch) {
				throw new IllegalStateException("State machine '" + machine.name
						+ "' failed in the middle of a batch and keeps nothing by itself: start it in a new process");
			}
			machine.appliedIndex = (kept > 0L) ? kept : machine.appliedIndex;
			machine.initialised = false;
			machine.inBatch = false;
		}
		this.context.timeMillis = 0L;
	}

	long highestAppliedIndex() {
		long highest = 0L;
		for (Machine machine : this.machines) {
			highest = Math.max(highest, machine.appliedIndex);
		}
		return highest;
	}

	/** Whether some machine may still be given state by INIT. */
	boolean isUninitialised() {
		for (Machine machine : this.machines) {
			if (!machine.initialised) {
				return true;
			}
		}
		return false;
	}

	/** Gives a command to its machine and notes the result for who waits. */
	void commit(long index, long term, ByteBuffer payload, @Nullable Proposal proposal) throws IOException {
		CommandEnvelope envelope = CommandEnvelope.read(payload);
		this.context.at(index, term, envelope.timeMillis());
		Machine machine = machineOf(envelope, index);
		machine.initialised = true;
		if (index <= machine.appliedIndex) {
			return;
		}
		begin(machine);
		ByteBuffer command = envelope.payload().order(ByteOrder.LITTLE_ENDIAN);
		try {
			byte[] result = machine.stateMachine.commit(this.context, command);
			if (proposal != null) {
				proposal.result = result;
			}
		}
		catch (StateMachineFailedException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			if (proposal != null) {
				proposal.failure = new CommandFailedException(ex.getClass().getName());
			}
		}
		machine.appliedIndex = index;
	}

	/** Replaces the state of a machine that nobody has touched yet. */
	void init(long index, long term, ByteBuffer payload) throws IOException {
		CommandEnvelope envelope = CommandEnvelope.read(payload);
		this.context.at(index, term, envelope.timeMillis());
		Machine machine = machineOf(envelope, index);
		boolean first = !machine.initialised;
		machine.initialised = true;
		if (!first || index <= machine.appliedIndex) {
			return;
		}
		end(machine, index - 1);
		byte[] state = new byte[envelope.payload().remaining()];
		envelope.payload().get(state);
		try (InputStream source = new ByteArrayInputStream(state)) {
			machine.stateMachine.reset(index, source);
		}
		machine.appliedIndex = index;
	}

	void endBatch(long lastIndex) throws IOException {
		for (Machine machine : this.machines) {
			end(machine, lastIndex);
		}
	}

	private void begin(Machine machine) throws IOException {
		if (!machine.inBatch) {
			machine.stateMachine.beginBatch();
			machine.inBatch = true;
		}
	}

	private void end(Machine machine, long lastIndex) throws IOException {
		if (machine.inBatch) {
			machine.stateMachine.endBatch(lastIndex);
			machine.inBatch = false;
		}
	}

	private Machine machineOf(CommandEnvelope envelope, long index) {
		Machine machine = get(envelope.machine());
		if (machine == null) {
			throw new IllegalStateException("Entry " + index + " is for the state machine '" + envelope.machine()
					+ "', which this node does not have: give it one, or start the version that has it");
		}
		return machine;
	}

	/** The one context object, moved from command to command. */
	private static final class Context implements CommitContext {

		private long index;

		private long term;

		private long timeMillis;

		void at(long index, long term, long stampedMillis) {
			this.index = index;
			this.term = term;
			// The same maximum on every node: all see the same stamps in the same order.
			this.timeMillis = Math.max(this.timeMillis, stampedMillis);
		}

		@Override
		public long index() {
			return this.index;
		}

		@Override
		public long term() {
			return this.term;
		}

		@Override
		public long timeMillis() {
			return this.timeMillis;
		}

	}

}
