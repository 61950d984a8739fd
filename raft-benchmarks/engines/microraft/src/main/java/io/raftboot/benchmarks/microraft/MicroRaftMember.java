package io.raftboot.benchmarks.microraft;

import java.nio.ByteBuffer;

import io.microraft.RaftNode;
import io.raftboot.benchmarks.cluster.Completion;
import io.raftboot.benchmarks.cluster.EngineMember;

/**
 * One node of MicroRaft. A follower forwards nothing: it fails proposals and reads with
 * MicroRaft's {@code NotLeaderException}. A node counts as the leader once it has
 * committed in its term, because it refuses linearizable queries before.
 */
final class MicroRaftMember implements EngineMember {

	private final RaftNode node;

	private final QueryRounds reads;

	private final OperationsMachine machine;

	private final SocketTransport transport;

	private final RaftThread thread;

	MicroRaftMember(RaftNode node, OperationsMachine machine, SocketTransport transport, RaftThread thread) {
		this.node = node;
		this.reads = new QueryRounds(node);
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

	@Override
	public void close() throws Exception {
		this.node.terminate().join();
		this.transport.close();
		this.thread.close();
	}

}
