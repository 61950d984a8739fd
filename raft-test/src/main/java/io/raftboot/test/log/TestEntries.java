package io.raftboot.test.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.log.LogStore;
import io.raftboot.core.log.Meta;
import io.raftboot.core.log.Storage;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryBatchBuilder;
import io.raftboot.core.model.EntryCursor;
import io.raftboot.core.model.EntryLayout;
import io.raftboot.core.model.EntryType;
import io.raftboot.core.model.HardState;

/** Entries whose payload tells which they are, and short ways to write and read them. */
public final class TestEntries {

	private TestEntries() {
	}

	/** Commands of one term with payloads of this size. */
	public static EntryBatch commands(long term, long firstIndex, int count, int payloadBytes) {
		EntryBatchBuilder builder = new EntryBatchBuilder(firstIndex, term,
				count * EntryLayout.entryBytes(payloadBytes));
		for (int i = 0; i < count; i++) {
			builder.add(EntryType.COMMAND, payload(term, firstIndex + i, payloadBytes));
		}
		return builder.build();
	}

	/** One entry of this type. */
	public static EntryBatch entry(long term, long index, EntryType type) {
		return EntryBatchBuilder.single(index, term, type, payload(term, index, 40));
	}

	/** What {@link #commands} gives the entry as payload. */
	public static ByteBuffer payload(long term, long index, int payloadBytes) {
		ByteBuffer payload = ByteBuffer.allocate(payloadBytes);
		for (int i = 0; i < payloadBytes; i++) {
			payload.put((byte) (1 + (term * 31 + index * 7 + i * 3) % 251));
		}
		return payload.flip();
	}

	/** Stores the term if it is new, then appends and forces in one frame. */
	public static void write(Storage storage, EntryBatch... batches) throws Exception {
		append(storage, batches);
		storage.log().force();
	}

	/** Stores the term if it is new, then appends in one frame. */
	public static void append(Storage storage, EntryBatch... batches) throws Exception {
		long term = batches[batches.length - 1].lastTerm();
		if (term > storage.meta().current().hardState().term()) {
			storage.meta().store(storage.meta().current().withHardState(new HardState(term, null)));
		}
		storage.log().append(List.of(batches));
	}

	/** Stores that a snapshot is durable, and its term if it is new. */
	public static void snapshot(Storage storage, long term, long index) throws Exception {
		Meta meta = storage.meta().current();
		if (term > meta.hardState().term()) {
			meta = meta.withHardState(new HardState(term, null));
		}
		storage.meta().store(meta.withSnapshot(index, term));
	}

	/** Terms of all entries, in order, each payload compared with what it should be. */
	public static List<Long> terms(LogStore log) throws Exception {
		List<Long> terms = new ArrayList<>();
		long next = log.firstIndex();
		while (next <= log.lastIndex()) {
			EntryBatch batch = log.read(next, log.lastIndex(), 1024);
			EntryCursor cursor = batch.cursor();
			while (cursor.next()) {
				ByteBuffer expected = payload(cursor.term(), cursor.index(), cursor.payloadBytes());
				if (!expected.equals(cursor.payload())) {
					throw new AssertionError("Entry " + cursor.index() + " is not what was written");
				}
				terms.add(cursor.term());
			}
			next = batch.lastIndex() + 1;
		}
		return terms;
	}

}
