package io.raftboot.benchmarks.microraft;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;

import io.microraft.statemachine.StateMachine;
import io.raftboot.benchmarks.cluster.AppliedOperations;
import io.raftboot.benchmarks.cluster.AppliedState;
import org.jspecify.annotations.Nullable;

/**
 * The benchmarks' state machine as MicroRaft wants it. Commands are byte arrays; its
 * snapshot is three longs in another.
 */
final class OperationsMachine implements StateMachine {

	private final AppliedOperations operations;

	private volatile boolean termBegun;

	OperationsMachine(AppliedOperations operations) {
		this.operations = operations;
	}

	/** Whether what this node began its latest term as a leader with is committed. */
	boolean hasBegunTerm() {
		return this.termBegun;
	}

	@Override
	public @Nullable Object runOperation(long commitIndex, Object operation) {
		if (operation instanceof byte[] command) {
			this.operations.apply(ByteBuffer.wrap(command).order(ByteOrder.LITTLE_ENDIAN));
		}
		else if (operation == Marker.NEW_TERM) {
			this.termBegun = true;
		}
		return null;
	}

	@Override
	public void takeSnapshot(long commitIndex, Consumer<Object> chunks) {
		AppliedState state = this.operations.state();
		chunks.accept(ByteBuffer.allocate(3 * Long.BYTES)
			.putLong(state.count())
			.putLong(state.idSum())
			.putLong(state.checksum())
			.array());
	}

	@Override
	public void installSnapshot(long commitIndex, List<Object> chunks) {
		ByteBuffer state = ByteBuffer.wrap((byte[]) chunks.get(0));
		this.operations.reset(new AppliedState(state.getLong(), state.getLong(), state.getLong()));
	}

	@Override
	public Object getNewTermOperation() {
		this.termBegun = false;
		return Marker.NEW_TERM;
	}

}
