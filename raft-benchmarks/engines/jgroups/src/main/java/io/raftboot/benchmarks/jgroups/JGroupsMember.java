package io.raftboot.benchmarks.jgroups;

import java.nio.ByteBuffer;

import io.raftboot.benchmarks.cluster.Completion;
import io.raftboot.benchmarks.cluster.EngineMember;
import org.jgroups.JChannel;
import org.jgroups.raft.RaftHandle;

/**
 * One node of jgroups-raft. A follower's REDIRECT forwards proposals to the leader.
 * <p>
 * Its log is forced on the one thread that also counts the answers, before it is; but it
 * goes on after a force that failed, and neither the vote nor, at a snapshot, the files
 * that replace the log are forced.
 * <p>
 * Reads are left out because {@code getAsync} of 1.1.4 is not linearizable: with both
 * followers cut off the leader goes on answering. RAFT holds a read until a majority has
 * answered an empty AppendEntries, but whenever all requests that it takes from its queue
 * together are reads it also commits to the end of its own log right after it has sent
 * that message, and whatever moves the commit index answers the reads that wait at it.
 * Such a read moreover applies and acknowledges writes that no follower has: a write that
 * waited for the followers that were cut off was acknowledged by the next read. Nor do
 * the answers that are counted have to come from different followers, or after the read.
 */
final class JGroupsMember implements EngineMember {

	private final JChannel channel;

	private final RaftHandle handle;

	JGroupsMember(JChannel channel, RaftHandle handle) {
		this.channel = channel;
		this.handle = handle;
	}

	@Override
	public boolean isLeader() {
		return this.handle.isLeader();
	}

	@Override
	public long term() {
		return this.handle.currentTerm();
	}

	@Override
	public void propose(ByteBuffer command, Completion completion) {
		// Kept in its cache of the log
		byte[] copy = new byte[command.remaining()];
		command.get(command.position(), copy);
		try {
			this.handle.setAsync(copy, 0, copy.length).whenComplete(completion);
		}
		catch (Exception ex) {
			completion.accept(null, ex);
		}
	}

	@Override
	public void close() {
		this.channel.close();
	}

}
