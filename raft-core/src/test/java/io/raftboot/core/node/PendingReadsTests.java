package io.raftboot.core.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.raftboot.core.log.MemoryStorage;
import io.raftboot.core.log.Meta;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.snapshot.StagingArea;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(30)
class PendingReadsTests {

	private static final long APPLIED_INDEX = 7;

	private static final long DEADLINE_NANOS = 1_000_000;

	private final PendingLimits limits = new PendingLimits("reads", 10_000, 1000);

	private final Completions completions = new Completions(
			OnDemandThreads.executor("test-completions", 1, Integer.MAX_VALUE), new Retries(NodeClock.SYSTEM));

	private final Applier applier = new Applier(new Machines(Map.of()),
			new MemoryStorage(Meta.initial(NodeId.of("n1"), 1)).log(), restoreStage(), null, null, NodeClock.SYSTEM);

	private final PendingReads reads = new PendingReads(this.completions, () -> new NotLeaderException(null));

	@Test
	void readsThatWaitForAnApplierThatIsStuckEndWithTheNode() {
		ReadRequest read = read(Consistency.LOCAL);
		this.reads.release(0, this.applier);
		this.reads.failAll(new RaftStoppedException("The node is stopped"));
		this.completions.close();
		assertThatThrownBy(read::join).hasCauseInstanceOf(RaftStoppedException.class);
	}

	/** A query is counted until it has run; of the others all room is free at once. */
	@Test
	void theRoomOfReadsWithoutAQueryIsFreeWhenTheFirstIsTold() {
		List<Integer> left = new ArrayList<>();
		ReadRequest first = roomTaken(null);
		first.thenRun(() -> left.add(this.limits.proposals()));
		roomTaken(null);
		ReadRequest query = roomTaken(() -> {
			left.add(this.limits.proposals());
			return () -> left.add(this.limits.proposals());
		});
		this.reads.release(0, this.applier);
		this.applier.doWork();
		assertThat(query).isCompleted();
		assertThat(left).containsExactly(1, 1, 0);
	}

	private ReadRequest roomTaken(@Nullable Supplier<Runnable> query) {
		this.limits.acquire(0);
		ReadRequest read = new ReadRequest(Consistency.LOCAL, DEADLINE_NANOS, this.limits, query);
		this.reads.add(read);
		return read;
	}

	@Test
	void readsOfOneTurnShareAQuestionAndWaitForItsIndex() {
		ReadRequest first = read(Consistency.LINEARIZABLE);
		ReadRequest second = read(Consistency.LINEARIZABLE);
		long readId = this.reads.askLinearizable();
		assertThat(this.reads.askLinearizable()).isZero();
		assertThat(this.reads.size()).isEqualTo(2);
		this.reads.ready(readId, APPLIED_INDEX);
		assertThat(this.reads.isWaitingForApply()).isTrue();
		assertThat(this.reads.release(APPLIED_INDEX - 1, this.applier)).isZero();
		assertThat(this.reads.release(APPLIED_INDEX, this.applier)).isEqualTo(2);
		assertThat(this.reads.isWaitingForApply()).isFalse();
		assertThat(this.reads.size()).isZero();
		this.applier.doWork();
		assertThat(first).isCompleted();
		assertThat(second).isCompleted();
	}

	@Test
	void aReadThatNamesItsIndexWaitsForThatAlone() {
		ReadRequest later = named(APPLIED_INDEX + 1);
		ReadRequest now = named(APPLIED_INDEX);
		assertThat(this.reads.release(APPLIED_INDEX, this.applier)).isEqualTo(1);
		this.applier.doWork();
		assertThat(now).isCompleted();
		assertThat(later).isNotDone();
		assertThat(this.reads.isWaitingForApply()).isTrue();
	}

	/** Commits must get their turn. */
	@Test
	void manyReadsAreAnsweredInSeveralRuns() {
		List<ReadRequest> many = new ArrayList<>();
		for (int i = 0; i < 1_500; i++) {
			many.add(read(Consistency.LOCAL));
		}
		this.reads.release(0, this.applier);
		assertThat(this.applier.doWork()).isEqualTo(1_024);
		assertThat(many.get(1_023)).isCompleted();
		assertThat(many.get(1_024)).isNotDone();
		assertThat(this.applier.doWork()).isEqualTo(476);
		assertThat(many).allSatisfy((read) -> assertThat(read).isCompleted());
		assertThat(this.applier.doWork()).isZero();
	}

	@Test
	void readsThatWaitTooLongEndWhereverTheyAre() {
		List<ReadRequest> everywhere = new ArrayList<>();
		everywhere.add(read(Consistency.LOCAL));
		this.reads.release(0, this.applier);
		everywhere.add(read(Consistency.LEASE));
		this.reads.ready(this.reads.askLease(), APPLIED_INDEX);
		everywhere.add(read(Consistency.LINEARIZABLE));
		this.reads.askLinearizable();
		everywhere.add(named(APPLIED_INDEX));
		this.reads.expire(DEADLINE_NANOS - 1);
		assertThat(this.reads.size()).isEqualTo(3);
		this.reads.expire(DEADLINE_NANOS);
		this.completions.close();
		assertThat(everywhere)
			.allSatisfy((read) -> assertThatThrownBy(read::join).hasCauseInstanceOf(RaftTimeoutException.class));
		assertThat(this.reads.size()).isZero();
		assertThat(this.applier.doWork()).isEqualTo(1);
	}

	@Test
	void withoutALeaderAllReadsOfAQuestionFail() {
		ReadRequest first = read(Consistency.LINEARIZABLE);
		ReadRequest second = read(Consistency.LINEARIZABLE);
		this.reads.failed(this.reads.askLinearizable());
		this.completions.close();
		assertThatThrownBy(first::join).hasCauseInstanceOf(NotLeaderException.class);
		assertThatThrownBy(second::join).hasCauseInstanceOf(NotLeaderException.class);
	}

	private static RestoreStage restoreStage() {
		try {
			return new RestoreStage(StagingArea.inMemory());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private ReadRequest named(long index) {
		ReadRequest read = new ReadRequest(Consistency.LOCAL, DEADLINE_NANOS, this.limits, null);
		read.index = index;
		this.reads.add(read);
		return read;
	}

	private ReadRequest read(Consistency consistency) {
		ReadRequest read = new ReadRequest(consistency, DEADLINE_NANOS, this.limits, null);
		this.reads.add(read);
		return read;
	}

}
