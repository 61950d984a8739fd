package io.raftboot.benchmarks.limits;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

import io.raftboot.benchmarks.cluster.AppliedOperations;

/**
 * One thread that takes all commands which have arrived, writes and forces them once,
 * applies them and answers with how many it has.
 */
final class BareFollower implements Workers.Work {

	private final SocketChannel leader;

	private final Path path;

	private final AppliedOperations operations;

	private final ByteBuffer received = ByteBuffer.allocateDirect(BareLeader.BATCH_BYTES);

	private final ByteBuffer view = this.received.duplicate();

	private final ByteBuffer answer = ByteBuffer.allocateDirect(Long.BYTES);

	private long count;

	BareFollower(SocketChannel leader, Path path, AppliedOperations operations) {
		this.leader = leader;
		this.path = path;
		this.operations = operations;
	}

	@Override
	public void run() throws IOException {
		try (BareLog log = new BareLog(this.path)) {
			while (this.leader.read(this.received) >= 0) {
				int end = endOfCommands();
				if (end > 0) {
					log.append(this.view.limit(end).position(0));
					apply(end);
					this.answer.putLong(0, this.count);
					Loopback.send(this.leader, this.answer);
					this.received.flip().position(end);
					this.received.compact();
				}
			}
		}
	}

	private int endOfCommands() {
		int end = 0;
		int arrived = this.received.position();
		while (end + Integer.BYTES <= arrived && end + Integer.BYTES + this.received.getInt(end) <= arrived) {
			end += Integer.BYTES + this.received.getInt(end);
		}
		return end;
	}

	private void apply(int end) {
		int next = 0;
		while (next < end) {
			int begin = next + Integer.BYTES;
			next = begin + this.received.getInt(next);
			this.operations.apply(this.view.limit(next).position(begin));
			this.count++;
		}
	}

}
