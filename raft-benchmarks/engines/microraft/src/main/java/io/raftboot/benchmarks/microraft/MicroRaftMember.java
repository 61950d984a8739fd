package io.raftboot.benchmarks.microraft;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.microraft.Ordered;
import io.microraft.QueryPolicy;
import io.microraft.RaftNode;
import io.raftboot.benchmarks.cluster.BundledReads;
import io.raftboot.benchmarks.cluster.Completion;
import io.raftboot.benchmarks.cluster.EngineMember;

/**
 * One node of MicroRaft. A follower forwards nothing: it fails proposals and reads with
 * MicroRaft's {@code NotLeaderException}. A node counts as the leader once it has
 * committed in its term, because it refuses linearizable queries before.
 * <p>
 * MicroRaft lets a query join those that wait for answers already, without a new round of
 * messages: an answer that a follower gave before the query was asked, and that comes
 * late, confirms the leader for it although another may lead by then. A query that is
 * alone always has a round of its own, so reads are {@link BundledReads bundled}.
 */
final class MicroRaftMember implements EngineMember {

	private final RaftNode node;

	private final BundledReads reads;

	private final OperationsMachine machine;

	private final SocketTransport transport;

	private final RaftThread thread;

	MicroRaftMember(RaftNode node, OperationsMachine machine, SocketTransport transport, RaftThread thread) {
		this.node = node;
		this.reads = new BundledReads(() -> query(node));
		this.machine = machine;
		this.transport = transport;
		this.thread = thread;
	}

	@Override
	public boolean isLeader() {
		return this.node.getLocalEndpoint().equals(this.node.getTerm().getLeaderEndpoint())
				&& this.machine.hasBegunTerm();
	}

	@Override
	public long term() {
		return this.node.getTerm().getTerm();
	}

	@Override
	public void propose(ByteBuffer command, Completion completion) {
		// Kept in its log
		byte[] copy = new byte[command.remaining()];
		command.get(command.position(), copy);
		this.node.replicate(copy).whenComplete(completion);
	}

	@Override
	public void read(Completion completion) {
		this.reads.read(completion);
	}

	private static CompletableFuture<Ordered<Object>> query(RaftNode node) {
		return node.query(Marker.READ, QueryPolicy.LINEARIZABLE, Optional.empty(), Optional.empty());
	}

	@Override
	public void close() throws Exception {
		this.node.terminate().join();
		this.transport.close();
		this.thread.close();
	}

}
