package io.raftboot.test.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

import io.raftboot.core.statemachine.CommandProcessor;
import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.core.statemachine.Snapshot;
import io.raftboot.core.statemachine.StateMachine;
import org.jspecify.annotations.Nullable;

/** A user's machine with every command it gets looked at. */
final class WatchedMachine<M extends StateMachine> implements StateMachine {

	private final M target;

	private final CommandWatch watch;

	WatchedMachine(M target, CommandWatch watch) {
		this.target = target;
		this.watch = watch;
	}

	M target() {
		return this.target;
	}

	@Override
	public byte @Nullable [] commit(CommitContext context, ByteBuffer command) throws IOException {
		ByteBuffer seen = command.duplicate();
		try {
			byte[] result = this.target.commit(context, command);
			this.watch.committed(context, seen, Arrays.hashCode(result));
			return result;
		}
		catch (RuntimeException ex) {
			this.watch.committed(context, seen, ex.getClass().getName().hashCode());
			throw ex;
		}
	}

	@Override
	public void beginBatch() throws IOException {
		this.target.beginBatch();
	}

	@Override
	public void endBatch(long lastIndex) throws IOException {
		this.target.endBatch(lastIndex);
	}

	@Override
	public long appliedIndex() {
		return this.target.appliedIndex();
	}

	@Override
	public @Nullable Snapshot init() throws IOException {
		return this.target.init();
	}

	@Override
	public Snapshot snapshot() throws IOException {
		return this.target.snapshot();
	}

	@Override
	public void reset(long index, InputStream source) throws IOException {
		this.target.reset(index, source);
		this.watch.reset(index);
	}

	@Override
	public void makeDurable(long index) throws IOException {
		this.target.makeDurable(index);
	}

	@Override
	public @Nullable Long digest() throws IOException {
		return this.target.digest();
	}

	@Override
	public boolean concurrentQueries() {
		return this.target.concurrentQueries();
	}

	@Override
	public @Nullable CommandProcessor processor() {
		return this.target.processor();
	}

	/** Sees what one node's machine does. */
	interface CommandWatch {

		void committed(CommitContext context, ByteBuffer command, int resultHash);

		void reset(long index);

	}

}
