package io.raftboot.core.node;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Random;

import io.raftboot.core.log.MemoryStorage;
import io.raftboot.core.log.Meta;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryBatchBuilder;
import io.raftboot.core.model.EntryType;
import io.raftboot.core.model.NodeId;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Memory that is used again, but not while somebody may read it. There are four small
 * slabs of ten entries each.
 */
class EntryArenaTests {

	private static final int ENTRY_BYTES = 24 + 40;

	private final EntryArena arena = new EntryArena(40L * ENTRY_BYTES);

	private final EntryCache cache = new EntryCache(new MemoryStorage(Meta.initial(NodeId.of("a"), 1)).log(),
			this.arena, 40L * ENTRY_BYTES);

	private long lastIndex;

	@Test
	void isUsedAgainOnlyWhenAllIsApplied() {
		ByteBuffer first = append(10).bytes();
		append(30);
		assertFromHeap(1);
		evict(40);
		assertFromHeap(1);
		this.arena.reclaim(9);
		assertFromHeap(1);
		assertIntact(first, 1, 10);
		this.arena.reclaim(10);
		assertFromArena(1);
		assertThat(first.getLong(0)).isNotEqualTo(40L);
	}

	@Test
	void whatIsInTheCacheKeepsItsMemoryWhateverIsApplied() {
		ByteBuffer first = append(10).bytes();
		append(30);
		this.arena.reclaim(40);
		assertFromHeap(1);
		assertIntact(first, 1, 10);
	}

	@Test
	void whatWasTakenForNothingComesBackWithTheNext() {
		this.arena.take(10 * ENTRY_BYTES); // a message whose entries were there already
		append(30);
		assertFromHeap(1);
		evict(10);
		this.arena.reclaim(10);
		assertFromArena(10);
		assertFromArena(10);
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
		evict(12);
		this.arena.reclaim(2);
		assertIntact(kept.bytes(), 3, 4);
		this.arena.reclaim(12);
		for (int slab = 0; slab < 4; slab++) {
			assertFromArena(10);
		}
	}

	@Test
	void whatIsLargerThanAllOfItComesFromTheHeap() {
		assertFromHeap(41);
		assertFromArena(40);
	}

	@Test
	void withoutAnyMemoryAllComesFromTheHeap() {
		EntryArena none = new EntryArena(0);
		assertThat(none.take(ENTRY_BYTES).remaining()).isEqualTo(ENTRY_BYTES);
		assertThat(none.position()).isZero();
	}

	@Test
	void smallSlabsThatNobodyUsesMakeRoomForALargeOne() {
		append(20);
		evict(20);
		this.arena.reclaim(20);
		assertFromHeap(40); // one slab is always the current one
		evict(60);
		this.arena.reclaim(60);
		assertThat(this.arena.bytes()).isLessThanOrEqualTo(40L * ENTRY_BYTES);
	}

	@Test
	void aLargeSlabServesSmallOnesToo() {
		assertFromArena(40);
		evict(40);
		this.arena.reclaim(40);
		assertFromArena(10);
		assertFromArena(30);
		assertFromHeap(1);
		assertThat(this.arena.bytes()).isEqualTo(40L * ENTRY_BYTES);
	}

	/** What the processors have in their caches is used, not megabyte after megabyte. */
	@Test
	void fewSlabsAreUsedInTurnAlsoAfterARush() {
		EntryArena arena = new EntryArena(16L << 20);
		EntryCache cache = new EntryCache(new MemoryStorage(Meta.initial(NodeId.of("a"), 1)).log(), arena, 8L << 20);
		long index = 1;
		for (; index <= 100; index++) {
			append(cache, arena, index, 100 << 10);
		}
		cache.evict(100, 100, 100);
		arena.reclaim(100);
		long bytes = arena.bytes();
		assertThat(bytes).isGreaterThan(10 << 20);
		Map<byte[], Boolean> slabs = new IdentityHashMap<>();
		for (; index <= 1000; index++) {
			ByteBuffer memory = arena.take(24 + (100 << 10));
			slabs.put(memory.array(), true);
			append(cache, memory, index, 100 << 10);
			cache.evict(index - 3, index - 3, index - 3);
			arena.reclaim(index - 3);
		}
		assertThat(slabs.size()).isBetween(4, 10);
		assertThat(arena.bytes()).isEqualTo(bytes);
	}

	/** Another processor may have it in its cache. */
	@Test
	void aSlabRestsBeforeItIsUsedAgain() {
		EntryArena arena = new EntryArena(16L << 20);
		EntryCache cache = new EntryCache(new MemoryStorage(Meta.initial(NodeId.of("a"), 1)).log(), arena, 8L << 20);
		Deque<byte[]> latest = new ArrayDeque<>();
		for (long index = 1; index <= 100; index++) {
			ByteBuffer memory = arena.take(24 + (200 << 10));
			byte[] slab = memory.array();
			append(cache, memory, index, 200 << 10);
			assertThat(latest).noneMatch((other) -> other == slab);
			latest.add(slab);
			if (latest.size() > 3) {
				latest.remove();
			}
			cache.evict(index - 1, index - 1, index - 1);
			arena.reclaim(index - 1);
		}
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
			int bytes = 40 + 8 * random.nextInt((i % 10 == 0) ? 50_000 : 200);
			EntryBatch batch = append(cache, arena, index++, bytes);
			unapplied.add(batch);
			handed = batch.lastIndex();
			long sent = handed - random.nextInt(20);
			while (unapplied.size() > 1 + random.nextInt(100)) {
				EntryBatch applied = unapplied.remove();
				EntryBatch.verified(applied.bytes(), applied.firstIndex(), 1);
				cache.evict(handed, handed, sent);
				arena.reclaim(applied.lastIndex());
			}
			assertThat(arena.bytes()).isLessThanOrEqualTo(5L << 20);
		}
		for (long cached = cache.firstIndex(); cached < index; cached++) {
			EntryBatch.verified(cache.find(cached).batch().bytes(), cached, 1);
		}
	}

	private static EntryBatch append(EntryCache cache, EntryArena arena, long index, int bytes) {
		return append(cache, arena.take(24 + bytes), index, bytes);
	}

	private static EntryBatch append(EntryCache cache, ByteBuffer memory, long index, int bytes) {
		EntryBatchBuilder builder = new EntryBatchBuilder(index, 1, memory);
		builder.add(EntryType.COMMAND, ByteBuffer.allocate(bytes).putLong(0, index));
		EntryBatch batch = builder.build();
		cache.append(batch, null);
		return batch;
	}

	/** In batches that fit a slab. */
	private EntryBatch append(int count) {
		EntryBatch first = batch(Math.min(count, 10));
		for (int left = count - 10; left > 0; left -= 10) {
			batch(Math.min(left, 10));
		}
		return first;
	}

	private EntryBatch batch(int count) {
		EntryBatchBuilder builder = new EntryBatchBuilder(this.lastIndex + 1, 1, this.arena.take(count * ENTRY_BYTES));
		for (int i = 0; i < count; i++) {
			builder.add(EntryType.COMMAND, ByteBuffer.allocate(40));
		}
		EntryBatch batch = builder.build();
		this.lastIndex = batch.lastIndex();
		this.cache.append(batch, null);
		return batch;
	}

	private void evict(long index) {
		this.cache.evict(index, index, index);
	}

	private void assertFromHeap(int count) {
		long position = this.arena.position();
		batch(count);
		assertThat(this.arena.position()).isEqualTo(position);
	}

	private void assertFromArena(int count) {
		long position = this.arena.position();
		batch(count);
		assertThat(this.arena.position()).isGreaterThan(position);
	}

	private static void assertIntact(ByteBuffer bytes, long firstIndex, int count) {
		assertThat(EntryBatch.verified(bytes, firstIndex, count).count()).isEqualTo(count);
	}

}
