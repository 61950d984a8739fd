package io.raftboot.benchmarks.cluster;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import io.raftboot.core.model.Role;
import io.raftboot.core.node.Consistency;
import io.raftboot.core.node.RaftNode;

/**
 * A node of Raft Boot. A leader that leaves hands leadership over first, as the starter
 * does.
 *
 * @param node the node, started
 * @param electionTimeout how long it may take to hand over
 * @param reads how it is asked for a read
 */
record RaftBootMember(RaftNode node, Duration electionTimeout, Consumer<Completion> reads) implements EngineMember {

	RaftBootMember(RaftNode node, Duration electionTimeout) {
		this(node, electionTimeout, (completion) -> node.read(Consistency.LINEARIZABLE).whenComplete(completion));
	}

	/** One that is asked for many reads at once, as MicroRaft is. */
	static RaftBootMember withBundledReads(RaftNode node, Duration electionTimeout) {
		BundledReads reads = new BundledReads(() -> node.read(Consistency.LINEARIZABLE));
		return new RaftBootMember(node, electionTimeout, reads::read);
	}

	@Override
	public boolean isLeader() {
		return this.node.status().role() == Role.LEADER;
	}

	@Override
	public long term() {
		return this.node.status().term();
	}

	@Override
	public void propose(ByteBuffer command, Completion completion) {
		this.node.propose(NodeSettings.MACHINE, command).whenComplete(completion);
	}

	@Override
	public void read(Completion completion) {
		this.reads.accept(completion);
	}

	@Override
	public void leave() {
		if (isLeader()) {
			handOver();
		}
		close();
	}

	@Override
	public void close() {
		this.node.close();
	}

	private void handOver() {
		try {
			this.node.administration()
				.transferLeadership(null)
				.get(this.electionTimeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			// then the others elect one when they miss it
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
