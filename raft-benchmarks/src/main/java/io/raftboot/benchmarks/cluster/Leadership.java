package io.raftboot.benchmarks.cluster;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** Waits for a cluster to be ready. */
public final class Leadership {

	private Leadership() {
	}

	/**
	 * Waits for a leader.
	 * @return the node that leads
	 * @throws TimeoutException if there is none in time
	 */
	public static int await(ClusterUnderTest cluster, Duration timeout) throws TimeoutException {
		long deadline = System.nanoTime() + timeout.toNanos();
		while (System.nanoTime() - deadline < 0) {
			int leader = cluster.leader();
			if (leader >= 0) {
				return leader;
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
		}
		throw new TimeoutException("No leader of " + cluster.name() + " after " + timeout.toSeconds() + " s");
	}

	/** Commits one command on this node and waits for it: a leader then serves reads. */
	public static void commitOne(ClusterUnderTest cluster, int node, Duration timeout) throws Exception {
		ByteBuffer command = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0L).flip();
		CompletableFuture<Void> done = new CompletableFuture<>();
		cluster.propose(node, command, (result, failure) -> {
			if (failure != null) {
				done.completeExceptionally(failure);
			}
			else {
				done.complete(null);
			}
		});
		done.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
	}

}
