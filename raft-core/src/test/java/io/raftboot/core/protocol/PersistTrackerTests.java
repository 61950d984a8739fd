package io.raftboot.core.protocol;

import java.util.ArrayList;
import java.util.List;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
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
		long first = tracker.appending(10, 100, 0);
		tracker.truncateFrom(6);
		long second = tracker.appending(7, 100, 0);
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
		long append = tracker.appending(1, 100, 0);
		long state = tracker.hardState(0);
		tracker.persisted(append, 0);
		assertThat(tracker.isHardStatePersisted()).isFalse();
		tracker.persisted(state, 0);
		assertThat(tracker.isHardStatePersisted()).isTrue();
	}

	/** Thirty megabytes may take their time on a disk that is fine. */
	@Test
	void aLargeWriteIsWaitedForLonger() {
		PersistTracker tracker = new PersistTracker(0);
		tracker.appending(1, 1 << 20, 0);
		assertThat(tracker.isStalled(500_000_000L, 500_000_000L)).isTrue();
		tracker.appending(2, 32 << 20, 0);
		assertThat(tracker.isStalled(2_000_000_000L, 500_000_000L)).isFalse();
		assertThat(tracker.isStalled(2_600_000_000L, 500_000_000L)).isTrue();
		tracker.appending(3, 100, 0);
		tracker.persisted(2, 0);
		assertThat(tracker.isStalled(500_000_000L, 500_000_000L)).isTrue();
	}

	@Test
	void aDiskIsStalledWhenItOwesWritesAndMakesNoProgress() {
		PersistTracker tracker = new PersistTracker(0);
		assertThat(tracker.isStalled(1000, 100)).isFalse();
		long first = tracker.appending(1, 100, 1000);
		tracker.appending(2, 100, 1050);
		assertThat(tracker.isStalled(1099, 100)).isFalse();
		assertThat(tracker.isStalled(1100, 100)).isTrue();
		tracker.persisted(first, 1100);
		assertThat(tracker.isStalled(1199, 100)).isFalse();
		assertThat(tracker.isStalled(1200, 100)).isTrue();
	}

	/** S90: what is known already is no progress. */
	@Test
	void aReportThatComesTwiceHidesNoStall() {
		PersistTracker tracker = new PersistTracker(0);
		long first = tracker.appending(1, 100, 1000);
		tracker.appending(2, 100, 1000);
		tracker.persisted(first, 1010);
		tracker.persisted(first, 1090);
		assertThat(tracker.isStalled(1110, 100)).isTrue();
	}

	@Test
	void onlyWritesThatWereAskedForBecomeDurable() {
		PersistTracker tracker = new PersistTracker(0);
		assertThatExceptionOfType(InvariantViolation.class).isThrownBy(() -> tracker.persisted(1, 0));
	}

	/**
	 * Against a disk that really holds what was forced. Below 0 truncates, 20 writes term
	 * and vote, above forces, the rest appends.
	 */
	@Property
	void claimsExactlyWhatADiskThatForcedTheSameWritesHolds(
			@ForAll @Size(max = 120) List<@IntRange(min = -10, max = 30) Integer> operations) {
		PersistTracker tracker = new PersistTracker(5);
		List<Long> log = new ArrayList<>(List.of(0L, 0L, 0L, 0L, 0L));
		List<Long> disk = new ArrayList<>(log);
		List<List<Long>> writes = new ArrayList<>();
		long persisted = 0;
		long hardState = 0;
		for (int operation : operations) {
			if (operation < 0) {
				int from = Math.max(1, log.size() + operation);
				if (log.isEmpty()) {
					continue;
				}
				// Followed by an append at once, as the protocol does.
				tracker.truncateFrom(from);
				log.subList(from - 1, log.size()).clear();
			}
			if (operation < 20) {
				for (int i = 0; i <= Math.abs(operation) % 3; i++) {
					log.add((long) writes.size() + 1);
				}
				writes.add(List.copyOf(log));
				assertThat(tracker.appending(log.size(), 100, 0)).isEqualTo(writes.size());
			}
			else if (operation == 20) {
				writes.add(List.copyOf(log));
				hardState = tracker.hardState(0);
				assertThat(hardState).isEqualTo(writes.size());
			}
			else if (persisted < writes.size()) {
				persisted = Math.min(writes.size(), persisted + operation - 20);
				disk = writes.get((int) persisted - 1);
				tracker.persisted(persisted, 0);
			}
			int same = 0;
			while (same < Math.min(log.size(), disk.size()) && log.get(same).equals(disk.get(same))) {
				same++;
			}
			assertThat(tracker.durableIndex()).isEqualTo(same);
			assertThat(tracker.isWaiting()).isEqualTo(persisted < writes.size());
			assertThat(tracker.isHardStatePersisted()).isEqualTo(persisted >= hardState);
		}
	}

}
