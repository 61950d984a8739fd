package io.raftboot.benchmarks.typed;

import java.util.concurrent.CompletableFuture;

import io.raftboot.spring.RaftStateMachine;
import io.raftboot.spring.ReplicatedState;

/** Counts what it is called with. */
@RaftStateMachine(NotesMachine.NAME)
public class NotesMachine implements Notes, ReplicatedState<Long> {

	static final String NAME = "bean";

	private long count;

	@Override
	public CompletableFuture<Long> write(long id, String text) {
		return CompletableFuture.completedFuture(++this.count);
	}

	@Override
	public long count() {
		return this.count;
	}

	@Override
	public Long capture() {
		return this.count;
	}

	@Override
	public void restore(Long state) {
		this.count = state;
	}

}
