package io.raftboot.benchmarks.cluster;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.core.statemachine.Snapshot;
import io.raftboot.core.statemachine.StateMachine;
import org.jspecify.annotations.Nullable;

/** Counts what it applies, and keeps as many bytes as it was asked to. */
public final class CountingMachine implements StateMachine {

	private final AppliedOperations operations;

	private final ChunkedState state;

	/** One whose state has so many bytes beside the counts. */
	public CountingMachine(AppliedOperations operations, int stateBytes) {
		this.operations = operations;
		this.state = new ChunkedState(stateBytes);
	}

	@Override
	public byte @Nullable [] commit(CommitContext context, ByteBuffer command) {
		this.operations.apply(command);
		this.state.apply(context.index(), command);
		return null;
	}

	@Override
	public Snapshot snapshot() {
		AppliedState counted = this.operations.state();
		byte[][] captured = this.state.capture();
		return (target) -> {
			DataOutputStream data = new DataOutputStream(target);
			data.writeLong(counted.count());
			data.writeLong(counted.idSum());
			data.writeLong(counted.checksum());
			ChunkedState.write(captured, data);
			data.flush();
		};
	}

	@Override
	public void reset(long index, InputStream source) throws IOException {
		DataInputStream data = new DataInputStream(source);
		this.operations.reset(new AppliedState(data.readLong(), data.readLong(), data.readLong()));
		this.state.read(data);
	}

}
