package io.raftboot.core.node;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

import io.raftboot.core.log.MemoryStorage;
import io.raftboot.core.log.Meta;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryBatchBuilder;
import io.raftboot.core.model.EntryType;
import io.raftboot.core.model.NodeId;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Memory that is used again, but not while somebody may read it. */
class EntryArenaTests {

	private static final int ENTRY_BYTES = 24 + 40;

	private final EntryArena arena = new EntryArena(10L * ENTRY_BYTES);

	private final EntryCache cache = new EntryCache(new MemoryStorage(Meta.initial(NodeId.of("a"), 1)).log(),
			this.arena, 5L * ENTRY_BYTES);

	private long lastIndex;

	@Test
	void isUsedAgainOnlyWhenAllIsApplied() {
		ByteBuffer first = append(4).bytes();
		append(4);
		this.cache.evict(8, 8);
		assertFromHeap(4);
		this.arena.reclaim(3);
		assertFromHeap(4);
		assertIntact(first, 1, 4);
		this.arena.reclaim(4);
		assertFromRing(4);
		assertThat(first.getLong(0)).isNotEqualTo(40L);
	}

	@Test
	void whatIsInTheCacheKeepsItsMemoryWhateverIsApplied() {
		EntryBatch batch = append(5);
		this.cache.evict(5, 5);
		this.arena.reclaim(5);
		append(5);
		this.arena.reclaim(10);
		assertIntact(batch.bytes(), 1, 5);
	}

	@Test
	void whatWasTakenForNothingComesBackWithTheNext() {
		this.arena.take(3 * ENTRY_BYTES); // a message whose entries were there already
		append(6);
		this.cache.evict(6, 6);
		this.arena.reclaim(6);
		assertFromRing(8);
	}

	@Test
	void whatIsTruncatedComesBackWithWhatFollows() {
		append(2);
		append(4);
		this.cache.truncateFrom(3, (proposal) -> {
		});
		this.lastIndex = 2;
		EntryBatch kept = append(4);
		assertIntact(kept.bytes(), 3, 4);
		append(6);
		this.cache.evict(12, 12);
		this.arena.reclaim(2);
		assertIntact(kept.bytes(), 3, 4);
		this.arena.reclaim(12);
		assertFromRing(8);
	}

	@Test
	void whatIsLargerThanAllOfItComesFromTheHeap() {
		assertFromHeap(11);
		assertFromRing(10);
	}

	@Test
	void nothingIsOverwrittenWhateverTheSizes() {
		Random random = new Random(1);
		EntryArena arena = new EntryArena(5L << 20);
		EntryCache cache = new EntryCache(new MemoryStorage(Meta.initial(NodeId.of("a"), 1)).log(), arena, 2L << 20);
		Deque<EntryBatch> unapplied = new ArrayDeque<>();
		long index = 1;
		long handed = 0;
		for (int i = 0; i < 3000; i++) {
			int bytes = 40 + 8 * random.nextInt((i % 10 == 0) ? 20_000 : 200);
			EntryBatchBuilder builder = new EntryBatchBuilder(index++, 1, arena.take(24 + bytes));
			builder.add(EntryType.COMMAND, ByteBuffer.allocate(bytes).putLong(0, i));
			EntryBatch batch = builder.build();
			cache.append(batch, null);
			unapplied.add(batch);
			handed = batch.lastIndex();
			while (unapplied.size() > 1 + random.nextInt(100)) {
				EntryBatch applied = unapplied.remove();
				EntryBatch.verified(applied.bytes(), applied.firstIndex(), 1);
				cache.evict(handed, handed);
				arena.reclaim(applied.lastIndex());
			}
		}
		for (long cached = cache.firstIndex(); cached < index; cached++) {
			EntryBatch.verified(cache.find(cached).batch().bytes(), cached, 1);
		}
	}

	private EntryBatch append(int count) {
		EntryBatchBuilder builder = new EntryBatchBuilder(this.lastIndex + 1, 1, this.arena.take(count * ENTRY_BYTES));
		for (int i = 0; i < count; i++) {
			builder.add(EntryType.COMMAND, ByteBuffer.allocate(40));
		}
		EntryBatch batch = builder.build();
		this.lastIndex = batch.lastIndex();
		this.cache.append(batch, null);
		return batch;
	}

	private void assertFromHeap(int count) {
		long position = this.arena.position();
		append(count);
		assertThat(this.arena.position()).isEqualTo(position);
	}

	private void assertFromRing(int count) {
		long position = this.arena.position();
		append(count);
		assertThat(this.arena.position()).isGreaterThan(position);
	}

	private static void assertIntact(ByteBuffer bytes, long firstIndex, int count) {
		assertThat(EntryBatch.verified(bytes, firstIndex, count).count()).isEqualTo(count);
	}

}
