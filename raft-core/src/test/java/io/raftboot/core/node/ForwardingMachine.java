package io.raftboot.core.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.core.statemachine.StateMachine;

/** A machine that claims to have kept entries by itself. */
record ForwardingMachine(StateMachine target, long appliedIndex) implements StateMachine {

	@Override
	public byte[] commit(CommitContext context, ByteBuffer command) throws IOException {
		return this.target.commit(context, command);
	}

	@Override
	public void reset(long index, InputStream source) throws IOException {
		this.target.reset(index, source);
	}

}
