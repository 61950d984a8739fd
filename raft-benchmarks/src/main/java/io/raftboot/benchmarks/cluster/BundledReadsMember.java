package io.raftboot.benchmarks.cluster;

import java.nio.ByteBuffer;

import io.raftboot.core.node.Consistency;

/** A node of Raft Boot that is asked for many reads at once, as MicroRaft's is. */
final class BundledReadsMember implements EngineMember {

	private final RaftBootMember member;

	private final BundledReads reads;

	BundledReadsMember(RaftBootMember member) {
		this.member = member;
		this.reads = new BundledReads(() -> member.node().read(Consistency.LINEARIZABLE));
	}

	@Override
	public boolean isLeader() {
		return this.member.isLeader();
	}

	@Override
	public long term() {
		return this.member.term();
	}

	@Override
	public void propose(ByteBuffer command, Completion completion) {
		this.member.propose(command, completion);
	}

	@Override
	public void read(Completion completion) {
		this.reads.read(completion);
	}

	@Override
	public void leave() {
		this.member.leave();
	}

	@Override
	public void close() {
		this.member.close();
	}

}
