package io.raftboot.spring.test;

import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import io.raftboot.spring.RaftStateMachine;
import io.raftboot.spring.ReplicatedState;

/** The counters of one node. */
@RaftStateMachine
class CounterMachine implements Counters, ReplicatedState<TreeMap<String, Long>> {

	private TreeMap<String, Long> counts = new TreeMap<>();

	@Override
	public synchronized long add(String name, long by) {
		return this.counts.merge(name, by, Long::sum);
	}

	@Override
	public CompletableFuture<Long> addLater(String name, long by) {
		return CompletableFuture.completedFuture(add(name, by));
	}

	/** Synchronized, for tests that look at it from outside. */
	@Override
	public synchronized long get(String name) {
		return this.counts.getOrDefault(name, 0L);
	}

	@Override
	public synchronized TreeMap<String, Long> capture() {
		return this.counts;
	}

	@Override
	public synchronized void restore(TreeMap<String, Long> state) {
		this.counts = state;
	}

}
