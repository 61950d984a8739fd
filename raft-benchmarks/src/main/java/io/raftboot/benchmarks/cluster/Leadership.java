package io.raftboot.benchmarks.cluster;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
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

	/**
	 * As {@link #commitOne}, again and again while the node refuses: a follower may hear
	 * of the leader later than others.
	 */
	public static void commitOneWhenPossible(ClusterUnderTest cluster, int node, Duration timeout) throws Exception {
		long deadline = System.nanoTime() + timeout.toNanos();
		while (true) {
			try {
				commitOne(cluster, node, timeout);
				return;
			}
			catch (ExecutionException | RuntimeException ex) {
				if (ex instanceof UnsupportedOperationException || System.nanoTime() - deadline > 0) {
					throw ex;
				}
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
			}
		}
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
