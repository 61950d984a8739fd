package io.raftboot.core.node;

import io.raftboot.core.model.Heartbeat;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.ReadIndexRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** A node on which reads come and go keeps its loop free of the disk meanwhile. */
@Timeout(60)
class ExpectedReadsTests extends SteppedLeader {

	private static final NodeId OTHER = NodeId.of("n2");

	@BeforeEach
	void beQuiet() {
		assertThat(loopMayWrite()).isTrue();
	}

	@Test
	void ofThisNodeAreExpectedForAWhile() {
		this.stepped.node().read(Consistency.LINEARIZABLE);
		run();
		assertExpectedForAWhile();
	}

	@Test
	void ofOtherNodesAreExpectedForAWhile() {
		hear(new ReadIndexRequest(OTHER, 1L, 1L, false));
		assertExpectedForAWhile();
	}

	@Test
	void ofALeaderAreExpectedForAWhile() {
		hear(new Heartbeat(OTHER, 0L, 0L, 1L, 0));
		assertExpectedForAWhile();
	}

	private void assertExpectedForAWhile() {
		assertThat(loopMayWrite()).isFalse();
		this.nanos += QUIET_NANOS;
		assertThat(loopMayWrite()).isTrue();
	}

	private void hear(Message message) {
		parts().peerDesk.onMessage(message);
	}

	private boolean loopMayWrite() {
		return parts().littleWrites.takeForceNanosMax(this.nanos) > 0L;
	}

}
