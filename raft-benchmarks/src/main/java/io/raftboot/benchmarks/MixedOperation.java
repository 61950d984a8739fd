package io.raftboot.benchmarks;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

import io.raftboot.benchmarks.cluster.AppliedOperations;
import io.raftboot.benchmarks.cluster.ClusterUnderTest;
import io.raftboot.benchmarks.cluster.Completion;
import io.raftboot.benchmarks.load.LoadResult;
import io.raftboot.benchmarks.load.Operation;

/** Every tenth operation is a write, the others are linearizable reads. */
final class MixedOperation implements Operation {

	private final ClusterUnderTest cluster;

	private final int node;

	private final AtomicLong writes = new AtomicLong();

	private final AtomicLong idSum = new AtomicLong();

	MixedOperation(ClusterUnderTest cluster, int node) {
		this.cluster = cluster;
		this.node = node;
	}

	@Override
	public void start(ByteBuffer command, Completion completion) {
		long id = command.getLong(command.position());
		if (id % 10 != 0) {
			this.cluster.read(this.node, completion);
			return;
		}
		this.cluster.propose(this.node, command, (result, failure) -> {
			if (failure == null) {
				this.writes.incrementAndGet();
				this.idSum.addAndGet(AppliedOperations.scatter(id));
			}
			completion.accept(result, failure);
		});
	}

	/** The same result, with the writes only as what was acknowledged. */
	LoadResult writesOf(LoadResult all) {
		return new LoadResult(all.windowNanos(), all.completed(), all.latencies(), this.writes.get(), this.idSum.get(),
				all.failures(), all.unfinished());
	}

}
