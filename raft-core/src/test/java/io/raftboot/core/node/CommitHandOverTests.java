package io.raftboot.core.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.SplittableRandom;

import io.raftboot.core.log.LogStore;
import io.raftboot.core.log.MemoryStorage;
import io.raftboot.core.log.Meta;
import io.raftboot.core.model.AppendResponse;
import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.EntryBatchBuilder;
import io.raftboot.core.model.EntryType;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.PreVoteResponse;
import io.raftboot.core.model.VoteResponse;
import io.raftboot.core.protocol.PeerProgress;
import io.raftboot.core.protocol.RaftCore;
import io.raftboot.core.snapshot.StagingArea;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a leader gives its applier, and which entries it keeps in memory for its peers.
 */
class CommitHandOverTests {

	private static final long TERM = 2;

	/** Of the entry by which it opened its term. */
	private static final long OPENING = 11;

	private static final NodeId N2 = NodeId.of("n2");

	private static final NodeId N3 = NodeId.of("n3");

	private final LogStore log = new MemoryStorage(Meta.initial(NodeId.of("n1"), 1)).log();

	private final EntryArena arena = new EntryArena(0);

	private final EntryCache cache = new EntryCache(this.log, this.arena, Long.MAX_VALUE);

	private final RaftCore core = QuietCore.withThreeMembers(new ClusterId(1, 2), OPENING - 1,
			(batch) -> this.cache.append(batch, null));

	private CommitHandOver handOver;

	private long nowNanos;

	private long lastWrite = 2;

	/** Node n1 leads, both others have everything. */
	@BeforeEach
	void lead() throws IOException {
		this.handOver = behind(OPENING - 1);
		this.nowNanos = this.core.nextDeadlineNanos();
		this.core.tick(this.nowNanos);
		this.core.step(new PreVoteResponse(N2, 1, TERM, true), this.nowNanos);
		this.core.onPersisted(1, this.nowNanos);
		this.core.step(new VoteResponse(N2, TERM, true, 22), this.nowNanos);
		this.core.onPersisted(this.lastWrite, this.nowNanos);
		acknowledge(N2);
		acknowledge(N3);
		handOver();
		assertThat(this.cache.contains(OPENING)).isFalse();
	}

	@Test
	void entriesStayUntilTheyWereSentToWhoeverLags() {
		proposeUntilNothingMoreIsSentTo(N3);
		long unsent = peer(N3).nextIndex();
		assertThat(this.cache.firstIndex()).isEqualTo(unsent);
		acknowledge(N3);
		handOver();
		assertThat(this.cache.contains(unsent)).isFalse();
	}

	@Test
	void nothingStaysForAPeerThatIsAskedWhereItsLogAgrees() {
		proposeUntilNothingMoreIsSentTo(N3);
		this.core.onDisconnected(N3, this.nowNanos);
		assertThat(peer(N3).isReplicating()).isFalse();
		handOver();
		assertThat(this.cache.contains(this.core.lastIndex())).isFalse();
	}

	@Test
	void whatIsNotInMemoryIsToBeReadFromTheDisk() throws IOException {
		propose();
		acknowledge(N2);
		acknowledge(N3);
		handOver();
		assertThat(this.handOver.isFromDisk()).isFalse();
		this.handOver = behind(OPENING - 1);
		handOver();
		assertThat(this.handOver.isFromDisk()).isTrue();
		propose();
		acknowledge(N2);
		handOver();
		assertThat(this.handOver.isFromDisk()).isFalse();
	}

	private CommitHandOver behind(long index) throws IOException {
		Applier applier = new Applier(new Machines(Map.of()), this.log, new RestoreStage(StagingArea.inMemory()), null,
				null, NodeClock.SYSTEM);
		return new CommitHandOver(this.core, this.cache, this.arena, applier,
				new ForwardedCalls(NodeId.of("n1"), null, null, new SplittableRandom(1)), index);
	}

	/** What is sent to one is acknowledged by it, the other is silent. */
	private void proposeUntilNothingMoreIsSentTo(NodeId silent) {
		while (peer(silent).nextIndex() > this.core.lastIndex()) {
			propose();
			acknowledge(N2);
			handOver();
		}
		assertThat(this.core.commitIndex()).isEqualTo(this.core.lastIndex());
	}

	private void propose() {
		this.core.propose(
				EntryBatchBuilder.single(this.core.lastIndex() + 1, TERM, EntryType.COMMAND, ByteBuffer.allocate(8)),
				this.nowNanos);
		this.core.onPersisted(++this.lastWrite, this.nowNanos);
	}

	private void acknowledge(NodeId from) {
		this.core.step(new AppendResponse(from, TERM, true, this.core.lastIndex(), 0, 0, 1), this.nowNanos);
	}

	private void handOver() {
		this.handOver.handOver(this.core.commitIndex());
	}

	private PeerProgress peer(NodeId id) {
		for (int i = 0; i < this.core.peerCount(); i++) {
			if (this.core.peer(i).id().equals(id)) {
				return this.core.peer(i);
			}
		}
		throw new AssertionError("Node " + id + " is no peer");
	}

}
