package io.raftboot.core.node;

import java.io.InputStream;
import java.nio.ByteBuffer;

import io.raftboot.core.session.OpenSession;
import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.core.statemachine.StateMachine;
import org.jspecify.annotations.Nullable;

/** Applies the engine's own commands: a node opens a session. */
final class SessionOpener implements StateMachine {

	private final AppliedOnce sessions;

	SessionOpener(AppliedOnce sessions) {
		this.sessions = sessions;
	}

	@Override
	public byte @Nullable [] commit(CommitContext context, ByteBuffer command) {
		this.sessions.open(context.index(), OpenSession.decode(command), context.timeMillis());
		return null;
	}

	@Override
	public void reset(long index, InputStream source) {
		throw new UnsupportedOperationException("The sessions have a section of their own");
	}

}
