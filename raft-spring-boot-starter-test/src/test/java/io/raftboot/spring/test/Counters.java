package io.raftboot.spring.test;

import java.util.concurrent.CompletableFuture;

import io.raftboot.spring.RaftCommand;
import io.raftboot.spring.RaftQuery;

/** Replicated counters. */
interface Counters {

	@RaftCommand
	long add(String name, long by);

	@RaftCommand
	CompletableFuture<Long> addLater(String name, long by);

	@RaftQuery
	long get(String name);

}
