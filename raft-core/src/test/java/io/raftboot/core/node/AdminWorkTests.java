package io.raftboot.core.node;

import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.model.AdminRequest.Operation;
import io.raftboot.core.model.AdminResponse.Status;
import io.raftboot.core.model.AppendResponse;
import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.HeartbeatResponse;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.PreVoteResponse;
import io.raftboot.core.model.Role;
import io.raftboot.core.model.VoteResponse;
import io.raftboot.core.protocol.RaftCore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How a hand-over ends that nobody takes over, on a clock of the test's. */
class AdminWorkTests {

	private static final long MILLIS = 1_000_000L;

	private static final long ELECTION_TIMEOUT_NANOS = 300 * MILLIS;

	private static final NodeId N1 = NodeId.of("n1");

	private static final NodeId N2 = NodeId.of("n2");

	private final RaftCore core = QuietCore.withThreeMembers(new ClusterId(1, 2), 10);

	private final AdminWork work = new AdminWork(N1, this.core);

	private final List<String> replies = new ArrayList<>();

	private final AdminReply reply = new AdminReply() {

		@Override
		public void end(Status status, long index, String message) {
			AdminWorkTests.this.replies.add(status.name());
		}

		@Override
		public void unknown() {
			AdminWorkTests.this.replies.add("UNKNOWN");
		}

	};

	private long nowNanos;

	/** Node n1 leads in term 2, n2 has everything and was heard from just now. */
	@BeforeEach
	void lead() {
		this.nowNanos = this.core.nextDeadlineNanos();
		this.core.tick(this.nowNanos);
		this.core.step(new PreVoteResponse(N2, 1, 2, true), this.nowNanos);
		this.core.onPersisted(1, this.nowNanos);
		this.core.step(new VoteResponse(N2, 2, true, 22), this.nowNanos);
		this.core.onPersisted(2, this.nowNanos);
		this.core.step(new AppendResponse(N2, 2, true, 11, 0, 0, 1), this.nowNanos);
		assertThat(this.core.role()).isEqualTo(Role.LEADER);
		assertThat(this.core.commitIndex()).isEqualTo(11);
	}

	@Test
	void itIsUnknownWhoLeadsOnceTheQuorumIsLost() {
		advanceBy(MILLIS);
		handOver();
		advanceBy(ELECTION_TIMEOUT_NANOS - MILLIS);
		assertThat(this.core.role()).isEqualTo(Role.FOLLOWER);
		assertThat(this.replies).containsExactly("UNKNOWN");
	}

	/** Whoever was heard from since then is a quorum for a moment longer. */
	@Test
	void itIsRefusedWhenItsTimeIsOverFirst() {
		handOver();
		advanceBy(MILLIS);
		this.core.step(new HeartbeatResponse(N2, 2, 1, 11), this.nowNanos);
		advanceBy(ELECTION_TIMEOUT_NANOS - MILLIS);
		assertThat(this.core.role()).isEqualTo(Role.LEADER);
		assertThat(this.replies).containsExactly("REFUSED");
		advanceBy(MILLIS);
		assertThat(this.core.role()).isEqualTo(Role.FOLLOWER);
		assertThat(this.replies).containsExactly("REFUSED");
	}

	private void handOver() {
		this.work.begin(AdminOrder.of(Operation.TRANSFER, null), this.reply, this.nowNanos);
		assertThat(this.core.isHandingOver()).isTrue();
		this.work.advance();
		assertThat(this.replies).isEmpty();
	}

	private void advanceBy(long nanos) {
		this.nowNanos += nanos;
		this.core.tick(this.nowNanos);
		this.work.advance();
	}

}
