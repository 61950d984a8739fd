package io.raftboot.benchmarks.typed;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import io.raftboot.core.node.Committed;
import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.core.statemachine.StateMachine;
import org.jspecify.annotations.Nullable;

/**
 * What the typed levels do, without them: a number and a text are read from each command,
 * and the count is the answer.
 */
final class NotesByHand extends CountedState implements StateMachine {

	private long id;

	private @Nullable String text;

	static ByteBuffer write(long id, String text) {
		byte[] characters = text.getBytes(StandardCharsets.UTF_8);
		return ByteBuffer.allocate(Long.BYTES + characters.length).putLong(id).put(characters).flip();
	}

	static long answer(Committed committed) {
		return ByteBuffer.wrap(Objects.requireNonNull(committed.result())).getLong();
	}

	@Override
	public byte[] commit(CommitContext context, ByteBuffer command) {
		ByteBuffer read = command.duplicate();
		this.id = read.getLong();
		byte[] characters = new byte[read.remaining()];
		read.get(characters);
		this.text = new String(characters, StandardCharsets.UTF_8);
		return ByteBuffer.allocate(Long.BYTES).putLong(++this.count).array();
	}

	/** The last command. */
	String last() {
		return this.id + " " + this.text;
	}

}
