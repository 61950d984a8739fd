package io.raftboot.autoconfigure;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.spring.RaftStateMachine;
import io.raftboot.spring.ReplicatedService;

/** Answers with how many commands it has seen. */
@RaftStateMachine
class TestMachine implements ReplicatedService<String, Integer> {

	private final List<String> commands = new ArrayList<>();

	@Override
	public Integer commit(String command, CommitContext context) {
		this.commands.add(command);
		return this.commands.size();
	}

	@Override
	public void reset(long index, InputStream in) {
		this.commands.clear();
	}

	List<String> commands() {
		return List.copyOf(this.commands);
	}

}
