package io.raftboot.core.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

import io.raftboot.core.digest.DigestCheck;
import io.raftboot.core.digest.DigestReport;
import io.raftboot.core.session.OpenSession;
import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.core.statemachine.StateMachine;
import io.raftboot.core.statemachine.StateMachineFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Applies the engine's own commands: a node opens a session; states are compared, and a
 * node reports what it has.
 */
final class EngineMachine implements StateMachine {

	private final AppliedOnce sessions;

	private final StateDigests digests;

	EngineMachine(AppliedOnce sessions, StateDigests digests) {
		this.sessions = sessions;
		this.digests = digests;
	}

	/**
	 * Reads a command of the engine, of whatever kind.
	 * @throws IllegalArgumentException if a newer version wrote it, or it is none
	 */
	static Record read(ByteBuffer command) {
		int kind = (command.remaining() > 1) ? command.get(command.position() + 1) : 0;
		return switch (kind) {
			case DigestCheck.KIND -> DigestCheck.decode(command);
			case DigestReport.KIND -> DigestReport.decode(command);
			default -> OpenSession.decode(command);
		};
	}

	@Override
	public byte @Nullable [] commit(CommitContext context, ByteBuffer command) throws IOException {
		Record order;
		try {
			order = read(command);
		}
		catch (IllegalArgumentException ex) {
			// No result like any other: nodes that can read it go on with another state.
			throw new StateMachineFailedException(
					"Entry " + context.index() + " is a command of the engine: " + ex.getMessage(), ex);
		}
		if (order instanceof OpenSession open) {
			this.sessions.open(context.index(), open, context.timeMillis());
		}
		else if (order instanceof DigestCheck check) {
			this.digests.check(context.index(), check);
		}
		else if (order instanceof DigestReport report) {
			this.digests.reported(report);
		}
		return null;
	}

	@Override
	public void reset(long index, InputStream source) {
		throw new UnsupportedOperationException("The sessions have a section of their own");
	}

}
