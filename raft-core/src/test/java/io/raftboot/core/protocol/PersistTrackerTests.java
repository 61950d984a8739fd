package io.raftboot.core.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static io.raftboot.core.protocol.GivenNode.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What is durable hangs on the number of a write, never on (term, index). */
class PersistTrackerTests {

	/**
	 * (3,2) is written, overwritten by term 4, written again by a leader of term 5 who
	 * has it: the report of the first write says nothing about the third.
	 */
	@Test
	void theReportOfAnOverwrittenWriteAcknowledgesNothing() {
		GivenNode node = GivenNode.ofThree(3, null, 1).step(append("b", 3, 1, 1, 0, Entries.of(2, 3)));
		node.step(append("c", 4, 1, 1, 0, Entries.of(2, 4)));
		node.step(append("b", 5, 1, 1, 0, Entries.of(2, 3)));
		node.core.onPersisted(1, node.nowNanos);
		assertThat(node.core.durableIndex()).isEqualTo(1);
		node.persisted();
		assertThat(node.core.durableIndex()).isEqualTo(2);
	}

	@Test
	void aTruncationLowersWhatEarlierWritesMayClaim() {
		PersistTracker tracker = new PersistTracker(3);
		long first = tracker.appending(10, 0);
		tracker.truncateFrom(6);
		long second = tracker.appending(7, 0);
		tracker.persisted(first, 0);
		assertThat(tracker.durableIndex()).isEqualTo(5);
		tracker.persisted(second, 0);
		assertThat(tracker.durableIndex()).isEqualTo(7);
		tracker.truncateFrom(2);
		assertThat(tracker.durableIndex()).isEqualTo(1);
	}

	@Test
	void termAndVoteAreDurableWhenTheirOwnWriteIs() {
		PersistTracker tracker = new PersistTracker(0);
		assertThat(tracker.isHardStatePersisted()).isTrue();
		long append = tracker.appending(1, 0);
		long state = tracker.hardState(0);
		tracker.persisted(append, 0);
		assertThat(tracker.isHardStatePersisted()).isFalse();
		tracker.persisted(state, 0);
		assertThat(tracker.isHardStatePersisted()).isTrue();
	}

	@Test
	void aDiskIsStalledWhenItOwesWritesAndMakesNoProgress() {
		PersistTracker tracker = new PersistTracker(0);
		assertThat(tracker.isStalled(1000, 100)).isFalse();
		long first = tracker.appending(1, 1000);
		tracker.appending(2, 1050);
		assertThat(tracker.isStalled(1099, 100)).isFalse();
		assertThat(tracker.isStalled(1100, 100)).isTrue();
		tracker.persisted(first, 1100);
		assertThat(tracker.isStalled(1199, 100)).isFalse();
		assertThat(tracker.isStalled(1200, 100)).isTrue();
	}

	@Test
	void onlyWritesThatWereAskedForBecomeDurable() {
		PersistTracker tracker = new PersistTracker(0);
		assertThatExceptionOfType(InvariantViolation.class).isThrownBy(() -> tracker.persisted(1, 0));
	}

	@Test
	void aQueueThatGrowsAndWrapsStaysAQueue() {
		Random random = new Random(1);
		LongPairQueue queue = new LongPairQueue();
		List<long[]> model = new ArrayList<>();
		for (int i = 0; i < 20_000; i++) {
			if (model.isEmpty() || random.nextInt(100) < 52) {
				queue.add(i, 2L * i);
				model.add(new long[] { i, 2L * i });
			}
			else {
				assertThat(queue.firstKey()).isEqualTo(model.get(0)[0]);
				assertThat(queue.firstValue()).isEqualTo(model.get(0)[1]);
				queue.removeFirst();
				model.remove(0);
			}
			assertThat(queue.size()).isEqualTo(model.size());
		}
	}

}
