package io.raftboot.core.node;

import java.nio.charset.StandardCharsets;

import io.raftboot.core.model.CommandEnvelope;
import io.raftboot.core.statemachine.CommandProcessor;
import io.raftboot.core.statemachine.StateMachine;
import io.raftboot.core.transport.Hello;
import org.jspecify.annotations.Nullable;

/** A state machine under its replicated name. The mutable part belongs to the applier. */
final class Machine {

	final String name;

	final byte[] nameBytes;

	final StateMachine stateMachine;

	final @Nullable CommandProcessor processor;

	/** What the node says of it to others. */
	final Hello.Machine advertised;

	/**
	 * Highest version of commands that every member can apply, 0 while commands must not
	 * go into the log. The {@link MachineCatalogue}'s for the machines of users, for any
	 * thread to read; what is in no catalogue is never held back.
	 */
	volatile int commandVersion;

	/**
	 * Up to here the machine has the effects; entries up to there are not given to it.
	 */
	long appliedIndex;

	/** Whether an INIT or a command of this machine was applied: later INITs are void. */
	boolean initialised;

	boolean inBatch;

	Machine(String name, StateMachine stateMachine) {
		this(name, stateMachine, false);
		if (this.nameBytes.length == 0 || this.nameBytes.length > CommandEnvelope.MACHINE_NAME_BYTES_MAX) {
			throw new IllegalArgumentException("Name of state machine '" + name + "' must have 1 to "
					+ CommandEnvelope.MACHINE_NAME_BYTES_MAX + " bytes");
		}
	}

	private Machine(String name, StateMachine stateMachine, boolean engine) {
		this.name = name;
		this.nameBytes = name.getBytes(StandardCharsets.UTF_8);
		this.stateMachine = stateMachine;
		this.processor = engine ? null : stateMachine.processor();
		this.advertised = new Hello.Machine(name, stateMachine.commandVersion());
		this.commandVersion = this.advertised.commandVersion();
	}

	/** The receiver of the engine's own commands, which has no name. */
	static Machine ofEngine(StateMachine stateMachine) {
		return new Machine("", stateMachine, true);
	}

	int envelopeBytes(int payloadBytes) {
		return CommandEnvelope.byteSize(this.nameBytes, payloadBytes);
	}

}
