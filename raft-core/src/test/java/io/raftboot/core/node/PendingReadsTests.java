package io.raftboot.core.node;

import java.io.IOException;
import java.util.Map;

import io.raftboot.core.log.MemoryStorage;
import io.raftboot.core.log.Meta;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.snapshot.StagingArea;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(30)
class PendingReadsTests {

	private final Completions completions = new Completions(
			OnDemandThreads.executor("test-completions", 1, Integer.MAX_VALUE), new Retries(NodeClock.SYSTEM));

	private final PendingReads reads = new PendingReads(this.completions, () -> new NotLeaderException(null));

	@Test
	void readsThatWaitForAnApplierThatIsStuckEndWithTheNode() throws IOException {
		Applier stuck = new Applier(new Machines(Map.of()), new MemoryStorage(Meta.initial(NodeId.of("n1"), 1)).log(),
				new RestoreStage(StagingArea.inMemory()), null, null, NodeClock.SYSTEM);
		ReadRequest read = new ReadRequest(Consistency.LOCAL, 0, new PendingLimits("reads", 10, 1000), null);
		this.reads.add(read);
		this.reads.release(0, stuck);
		this.reads.failAll(new RaftStoppedException("The node is stopped"));
		this.completions.close();
		assertThatThrownBy(read::join).hasCauseInstanceOf(RaftStoppedException.class);
	}

}
