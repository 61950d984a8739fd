package io.raftboot.benchmarks.typed;

import java.util.concurrent.CompletableFuture;

import io.raftboot.spring.RaftCommand;
import io.raftboot.spring.RaftQuery;

/** The interface of a replicated bean. */
public interface Notes {

	@RaftCommand
	CompletableFuture<Long> write(long id, String text);

	@RaftQuery
	long count();

}
