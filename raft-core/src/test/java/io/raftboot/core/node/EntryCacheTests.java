package io.raftboot.core.node;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.log.MemoryStorage;
import io.raftboot.core.log.Meta;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryBatchBuilder;
import io.raftboot.core.model.EntryLayout;
import io.raftboot.core.model.EntryType;
import io.raftboot.core.model.ForwardRequest;
import io.raftboot.core.model.NodeId;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EntryCacheTests {

	private static final int PAYLOAD = 40;

	private static final int ENTRY = EntryLayout.entryBytes(PAYLOAD);

	private final EntryCache cache = new EntryCache(new MemoryStorage(Meta.initial(NodeId.of("a"), 1)).log(),
			new EntryArena(0), 10L * ENTRY);

	@Test
	void givesRangesWithinABatchWithoutCopyingAndAcrossBatchesTogether() {
		append(1, 3);
		append(4, 3);
		append(7, 3);
		assertThat(this.cache.entries(4, 6)).isSameAs(this.cache.find(5).batch());
		assertRange(2, 3);
		assertRange(2, 8);
		assertRange(1, 9);
	}

	private void assertRange(long first, long last) {
		EntryBatch entries = this.cache.entries(first, last);
		assertThat(entries.firstIndex()).isEqualTo(first);
		assertThat(entries.lastIndex()).isEqualTo(last);
		assertThat(EntryBatch.verified(entries.bytes(), first, entries.count()).count()).isEqualTo(entries.count());
	}

	@Test
	void saysHowFarAMessageReaches() {
		append(1, 4);
		append(5, 4);
		assertThat(this.cache.lastIndexWithin(1, 8, 100 * ENTRY)).isEqualTo(8);
		assertThat(this.cache.lastIndexWithin(1, 8, 6 * ENTRY)).isEqualTo(6);
		assertThat(this.cache.lastIndexWithin(3, 8, 1)).isEqualTo(3);
		assertThat(this.cache.bytes(3, 6)).isEqualTo(4L * ENTRY);
	}

	@Test
	void evictsWhatIsDurableHandedOverAndSent() {
		for (int i = 0; i < 3; i++) {
			append(1 + 3L * i, 3);
		}
		this.cache.evict(2, 9, 9);
		this.cache.evict(9, 2, 9);
		this.cache.evict(9, 9, 2);
		assertThat(this.cache.firstIndex()).isEqualTo(1);
		this.cache.evict(8, 6, 7);
		assertThat(this.cache.firstIndex()).isEqualTo(7);
		this.cache.evict(9, 9, Long.MAX_VALUE);
		assertThat(this.cache.contains(9)).isFalse();
	}

	@Test
	void overTheBudgetEvictsWhatSomebodyNeedsButNotWhatIsNotDurable() {
		for (int i = 0; i < 10; i++) {
			append(1 + 3L * i, 3);
		}
		this.cache.evict(0, 0, 0);
		assertThat(this.cache.firstIndex()).isEqualTo(1);
		this.cache.evict(9, 30, 0);
		assertThat(this.cache.firstIndex()).isEqualTo(10);
		this.cache.evict(30, 0, 0);
		assertThat(this.cache.firstIndex()).isEqualTo(22);
		assertThat(this.cache.contains(21)).isFalse();
		assertThat(this.cache.contains(30)).isTrue();
	}

	@Test
	void overTheBudgetKeepsWhatIsNotHandedOverIfSomebodyWaits() {
		for (int i = 0; i < 10; i++) {
			this.cache.append(batch(1 + 3L * i, 3), new Proposal[3]);
		}
		this.cache.evict(30, 6, 30);
		assertThat(this.cache.firstIndex()).isEqualTo(7);
	}

	@Test
	void truncationCutsABatchAndTellsWhoWaited() {
		append(1, 3);
		Machine machine = new Machine("m", new RecordingMachine());
		Proposal[] waiting = new Proposal[3];
		for (int i = 0; i < 3; i++) {
			waiting[i] = Proposal.forwarded(machine, new ForwardRequest.Command("m", ByteBuffer.allocate(1)), 0,
					NodeId.of("b"), i);
		}
		this.cache.append(batch(4, 3), waiting);
		List<Proposal> overwritten = new ArrayList<>();
		this.cache.truncateFrom(5, overwritten::add);
		assertThat(overwritten).containsExactly(waiting[1], waiting[2]);
		assertThat(this.cache.contains(4)).isTrue();
		assertThat(this.cache.contains(5)).isFalse();
		append(5, 2);
		assertRange(1, 6);
	}

	@Test
	void growsAsFarAsItMust() {
		for (int i = 0; i < 1000; i++) {
			append(i + 1L, 1);
		}
		assertRange(1, 1000);
		assertThat(this.cache.find(777).batch().firstIndex()).isEqualTo(777);
	}

	private void append(long firstIndex, int count) {
		this.cache.append(batch(firstIndex, count), null);
	}

	private static EntryBatch batch(long firstIndex, int count) {
		EntryBatchBuilder builder = new EntryBatchBuilder(firstIndex, 1, count * ENTRY);
		for (int i = 0; i < count; i++) {
			builder.add(EntryType.COMMAND, ByteBuffer.allocate(PAYLOAD));
		}
		return builder.build();
	}

}
