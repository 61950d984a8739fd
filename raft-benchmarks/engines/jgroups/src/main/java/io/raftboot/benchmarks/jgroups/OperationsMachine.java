package io.raftboot.benchmarks.jgroups;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.raftboot.benchmarks.cluster.AppliedOperations;
import io.raftboot.benchmarks.cluster.AppliedState;
import org.jgroups.raft.StateMachine;
import org.jspecify.annotations.Nullable;

/**
 * The benchmarks' state machine as jgroups-raft wants it; its snapshot is three longs.
 */
final class OperationsMachine implements StateMachine {

	private final AppliedOperations operations;

	OperationsMachine(AppliedOperations operations) {
		this.operations = operations;
	}

	@Override
	public byte @Nullable [] apply(byte[] data, int offset, int length, boolean serializeResponse) {
		this.operations.apply(ByteBuffer.wrap(data, offset, length).order(ByteOrder.LITTLE_ENDIAN));
		return null;
	}

	@Override
	public void writeContentTo(DataOutput out) throws IOException {
		AppliedState state = this.operations.state();
		out.writeLong(state.count());
		out.writeLong(state.idSum());
		out.writeLong(state.checksum());
	}

	@Override
	public void readContentFrom(DataInput in) throws IOException {
		this.operations.reset(new AppliedState(in.readLong(), in.readLong(), in.readLong()));
	}

}
