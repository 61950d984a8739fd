package io.raftboot.benchmarks.ratis;

import java.util.concurrent.CompletableFuture;

import io.raftboot.benchmarks.cluster.AppliedOperations;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;

/** Applies to {@link AppliedOperations}. */
final class ApplyingMachine extends BaseStateMachine {

	private final AppliedOperations operations;

	ApplyingMachine(AppliedOperations operations) {
		this.operations = operations;
	}

	@Override
	public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
		LogEntryProto entry = transaction.getLogEntry();
		this.operations.apply(entry.getStateMachineLogEntry().getLogData().asReadOnlyByteBuffer());
		updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
		return CompletableFuture.completedFuture(Message.EMPTY);
	}

}
