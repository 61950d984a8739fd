package io.raftboot.benchmarks.sofajraft;

import java.nio.ByteBuffer;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.RaftGroupService;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.closure.ReadIndexClosure;
import com.alipay.sofa.jraft.entity.Task;
import io.raftboot.benchmarks.cluster.Completion;
import io.raftboot.benchmarks.cluster.EngineMember;
import org.jspecify.annotations.Nullable;

/** One node of SOFAJRaft. */
final class SofaJRaftMember implements EngineMember {

	private static final byte[] NO_CONTEXT = new byte[0];

	private static final long NO_TIMER = -1L;

	private final RaftGroupService service;

	private final Node node;

	private final ApplyingMachine machine;

	SofaJRaftMember(RaftGroupService service, ApplyingMachine machine) {
		this.service = service;
		this.node = service.getRaftNode();
		this.machine = machine;
	}

	@Override
	public boolean isLeader() {
		return this.node.isLeader(false);
	}

	@Override
	public long term() {
		return this.machine.term();
	}

	@Override
	public void propose(ByteBuffer command, Completion completion) {
		// Followers may be sent the entry after it was acknowledged
		ByteBuffer copy = ByteBuffer.allocate(command.remaining());
		copy.put(command.duplicate()).flip();
		this.node.apply(new Task(copy, new Acknowledgement(completion)));
	}

	@Override
	public void read(Completion completion) {
		this.node.readIndex(NO_CONTEXT, new Read(completion));
	}

	@Override
	public void close() throws InterruptedException {
		this.service.shutdown();
		this.service.join();
	}

	private static @Nullable Throwable failure(Status status) {
		return status.isOk() ? null : new IllegalStateException(status.toString());
	}

	private record Acknowledgement(Completion completion) implements Closure {

		@Override
		public void run(Status status) {
			this.completion.accept(null, failure(status));
		}

	}

	private static final class Read extends ReadIndexClosure {

		private final Completion completion;

		Read(Completion completion) {
			// A timer for each read costs more than the read; requests have timeouts
			super(NO_TIMER);
			this.completion = completion;
		}

		@Override
		public void run(Status status, long index, byte[] context) {
			this.completion.accept(null, failure(status));
		}

	}

}
