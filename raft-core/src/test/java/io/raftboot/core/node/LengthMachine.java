package io.raftboot.core.node;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.core.statemachine.StateMachine;

/** Answers with how long its command was. */
final class LengthMachine implements StateMachine {

	@Override
	public byte[] commit(CommitContext context, ByteBuffer command) {
		return Integer.toString(command.remaining()).getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public void reset(long index, InputStream source) {
	}

}
