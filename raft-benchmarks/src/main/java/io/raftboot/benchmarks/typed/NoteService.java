package io.raftboot.benchmarks.typed;

import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.spring.RaftStateMachine;
import io.raftboot.spring.ReplicatedService;

/** Counts its commands. */
@RaftStateMachine(NoteService.NAME)
public class NoteService extends CountedState implements ReplicatedService<NoteCommand, Long> {

	static final String NAME = "service";

	@Override
	public Long commit(NoteCommand command, CommitContext context) {
		return ++this.count;
	}

}
