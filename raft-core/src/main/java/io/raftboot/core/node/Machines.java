package io.raftboot.core.node;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.raftboot.core.model.CommandEnvelope;
import io.raftboot.core.session.SessionTable;
import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.core.statemachine.StateMachine;
import io.raftboot.core.transport.Hello;
import org.jspecify.annotations.Nullable;

/**
 * The state machines of a node, what they answered to commands that may come again, and
 * how an entry reaches its machine. For the applier, except {@link #get} and
 * {@link #receiver}.
 */
final class Machines {

	private final Machine[] machines;

	private final Context context = new Context();

	private final AppliedOnce sessions = new AppliedOnce();

	private final StateDigests digests = new StateDigests(this);

	private final Machine engine = Machine.ofEngine(new EngineMachine(this.sessions, this.digests));

	private volatile long obsoleteIndex;

	Machines(Map<String, StateMachine> stateMachines) {
		this.machines = stateMachines.entrySet()
			.stream()
			.map((entry) -> new Machine(entry.getKey(), entry.getValue()))
			.toArray(Machine[]::new);
		if (this.machines.length > Hello.MACHINES_MAX) {
			throw new IllegalArgumentException(
					this.machines.length + " state machines; a node has at most " + Hello.MACHINES_MAX);
		}
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

	/**
	 * The machine of this name.
	 * @throws IllegalArgumentException if there is none
	 */
	Machine named(String name) {
		Machine machine = get(name);
		if (machine == null) {
			throw new IllegalArgumentException("There is no state machine '" + name + "'");
		}
		return machine;
	}

	/** Who takes commands for this name, the engine's own without a name among them. */
	@Nullable Machine receiver(String name) {
		return name.isEmpty() ? this.engine : get(name);
	}

	/** Takes the engine's own commands. */
	Machine engine() {
		return this.engine;
	}

	/** What is known of the states of other nodes. */
	StateDigests digests() {
		return this.digests;
	}

	/** Tells how much is remembered of commands that may come again. */
	void tell(NodeMeter meter) {
		this.sessions.tell(meter);
	}

	Machine[] all() {
		return this.machines;
	}

	/** What the node says of them to others. */
	List<Hello.Machine> advertised() {
		return Arrays.stream(this.machines).map((machine) -> machine.advertised).toList();
	}

	/**
	 * Asks every machine what it has kept by itself. One that keeps nothing still has
	 * what an earlier start of this node in this process gave it.
	 */
	void open() throws IOException {
		boolean wentBack = false;
		for (Machine machine : this.machines) {
			long kept = machine.stateMachine.appliedIndex();
			if (kept == 0L && machine.inBatch) {
				throw new IllegalStateException("State machine '" + machine.name
						+ "' failed in the middle of a batch and keeps nothing by itself: start it in a new process");
			}
			wentBack |= machine.inBatch || (kept > 0L && kept < machine.appliedIndex);
			machine.appliedIndex = (kept > 0L) ? kept : machine.appliedIndex;
			machine.initialised = false;
			machine.inBatch = false;
			machine.openKept();
		}
		this.sessions.open(wentBack);
		this.digests.clear();
		this.engine.appliedIndex = 0L; // the table knows by itself what it has seen
		this.context.timeMillis = 0L;
	}

	/**
	 * Captures every machine after this entry; null while one of them has kept more by
	 * itself than was replayed to the others.
	 */
	@Nullable SnapshotCapture capture(long index) throws IOException {
		if (highestAppliedIndex() > index) {
			return null;
		}
		SnapshotCapture capture = new SnapshotCapture(index, this.context.timeMillis, this.sessions.encode());
		try {
			for (Machine machine : this.machines) {
				capture.add(machine);
			}
			return capture;
		}
		catch (IOException | RuntimeException ex) {
			capture.close();
			throw ex;
		}
	}

	/**
	 * Takes over the state of a snapshot. A machine that has it all by itself keeps what
	 * it has, and so does one that the snapshot does not know: it was added later.
	 * @param index index of the last entry the snapshot covers
	 */
	void restore(StateContent content, long index) throws IOException {
		checkKnows(content.sections());
		this.digests.clear();
		this.sessions.restore(content.sessions(), index);
		for (StateSection section : content.sections()) {
			Machine machine = get(section.machine());
			try (InputStream state = content.nextState()) {
				if (section.hasState() && machine.appliedIndex < section.appliedIndex()) {
					reset(machine, index, state);
				}
			}
			if (machine != null) {
				machine.initialised = section.initialised();
			}
		}
		this.context.timeMillis = content.timeMillis();
	}

	/**
	 * Replaces the state of every machine that the content has one for, whatever they
	 * are: a user's restore. What became of commands stays: it is about this log.
	 * @param index index of the entry that does it
	 */
	void replace(StateContent content, long index) throws IOException {
		checkKnows(content.sections());
		endBatch(index - 1);
		for (StateSection section : content.sections()) {
			Machine machine = get(section.machine());
			try (InputStream state = content.nextState()) {
				if (section.hasState()) {
					if (machine.appliedIndex < index) {
						reset(machine, index, state);
					}
					machine.initialised = true;
				}
			}
		}
		this.context.timeMillis = Math.max(this.context.timeMillis, content.timeMillis());
	}

	/**
	 * Refuses the state of machines that this node lacks. One that nothing has reached
	 * yet may be missing: the node that wrote the snapshot has it already, this one not
	 * yet. For any thread.
	 */
	void checkKnows(List<StateSection> sections) {
		for (StateSection section : sections) {
			if (section.isTouched() && get(section.machine()) == null) {
				throw new IllegalStateException("The snapshot has the state of a state machine '" + section.machine()
						+ "', which this node does not have: give it one, or start the version that has it");
			}
		}
	}

	/**
	 * The machines that a snapshot has a state for. For any thread.
	 * @throws IllegalStateException if one of them is not on this node
	 */
	List<Machine> ofState(List<StateSection> sections) {
		checkKnows(sections);
		return sections.stream().filter(StateSection::hasState).map((section) -> get(section.machine())).toList();
	}

	private static void reset(Machine machine, long index, InputStream state) throws IOException {
		machine.appliedIndex = 0L; // half a state is none, should this fail
		machine.stateMachine.reset(index, state);
		machine.appliedIndex = index;
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
		Machine machine = machineOf(payload, index);
		this.context.at(index, term, CommandEnvelope.timeMillis(payload));
		machine.initialised = true;
		if (!SessionTable.concerns(payload)) {
			if (index > machine.appliedIndex) {
				machine.apply(this.context, payload, proposal);
			}
		}
		else if (this.sessions.admit(payload, index, this.context.timeMillis, proposal)) {
			if (index > machine.appliedIndex) {
				this.sessions.remember(index, term, machine.applyAndKeep(this.context, payload, proposal));
			}
			else {
				this.sessions.rememberKept(index, term, machine.takeKept(index));
			}
		}
	}

	/** Replaces the state of a machine that nobody has touched yet. */
	void init(long index, long term, ByteBuffer payload) throws IOException {
		Machine machine = machineOf(payload, index);
		this.context.at(index, term, CommandEnvelope.timeMillis(payload));
		boolean first = !machine.initialised;
		machine.initialised = true;
		if (!first || index <= machine.appliedIndex) {
			return;
		}
		machine.endBatch(index - 1, this.obsoleteIndex);
		ByteBuffer command = CommandEnvelope.command(payload);
		byte[] state = new byte[command.remaining()];
		command.get(state);
		try (InputStream source = new ByteArrayInputStream(state)) {
			machine.stateMachine.reset(index, source);
		}
		machine.appliedIndex = index;
	}

	void endBatch(long lastIndex) throws IOException {
		for (Machine machine : this.machines) {
			machine.endBatch(lastIndex, this.obsoleteIndex);
		}
	}

	/**
	 * A durable snapshot has the answers of all commands up to this index; for any
	 * thread.
	 */
	void answersObsolete(long index) {
		this.obsoleteIndex = index;
	}

	private Machine machineOf(ByteBuffer payload, long index) {
		CommandEnvelope.check(payload);
		for (Machine machine : this.machines) {
			if (CommandEnvelope.isFor(payload, machine.nameBytes)) {
				checkVersion(machine, CommandEnvelope.commandVersion(payload), index);
				return machine;
			}
		}
		if (CommandEnvelope.isFor(payload, this.engine.nameBytes)) {
			return this.engine;
		}
		throw new IllegalStateException(
				"Entry " + index + " is for the state machine '" + CommandEnvelope.machine(payload)
						+ "', which this node does not have: give it one, or start the version that has it");
	}

	private static void checkVersion(Machine machine, int version, long index) {
		if (version > machine.advertised.commandVersion()) {
			throw new IllegalStateException("Entry " + index + " is a command of version " + version
					+ " of the state machine '" + machine.name + "', which this node knows up to version "
					+ machine.advertised.commandVersion() + ": start the version that can apply it");
		}
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
