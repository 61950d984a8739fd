package io.raftboot.benchmarks.typed;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;

import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.core.statemachine.Snapshot;
import io.raftboot.spring.RaftStateMachine;
import io.raftboot.spring.ReplicatedService;

/** Counts its commands. */
@RaftStateMachine(NoteService.NAME)
public class NoteService implements ReplicatedService<NoteCommand, Long> {

	static final String NAME = "service";

	private long count;

	@Override
	public Long commit(NoteCommand command, CommitContext context) {
		return ++this.count;
	}

	@Override
	public Snapshot snapshot() {
		long captured = this.count;
		return (target) -> new DataOutputStream(target).writeLong(captured);
	}

	@Override
	public void reset(long index, InputStream source) throws IOException {
		this.count = new DataInputStream(source).readLong();
	}

}
