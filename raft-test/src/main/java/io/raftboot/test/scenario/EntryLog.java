package io.raftboot.test.scenario;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryBatchBuilder;
import io.raftboot.core.model.EntryCursor;
import io.raftboot.core.model.EntryType;
import io.raftboot.core.protocol.EntrySizes;
import io.raftboot.core.protocol.IndexedConfiguration;
import org.jspecify.annotations.Nullable;

/** The entries of one node, in memory or on its disk, from behind a base on. */
final class EntryLog implements EntrySizes {

	private final List<EntryBatch> entries = new ArrayList<>();

	private long baseIndex;

	private long baseTerm;

	long baseIndex() {
		return this.baseIndex;
	}

	long baseTerm() {
		return this.baseTerm;
	}

	long lastIndex() {
		return this.baseIndex + this.entries.size();
	}

	boolean holds(long index) {
		return index > this.baseIndex && index <= lastIndex();
	}

	/** One entry, which must be there. */
	EntryBatch entry(long index) {
		return this.entries.get((int) (index - this.baseIndex - 1));
	}

	/** Term of the entry, 0 if unknown. */
	long termOf(long index) {
		if (index == this.baseIndex) {
			return this.baseTerm;
		}
		return holds(index) ? entry(index).lastTerm() : 0;
	}

	EntryBatch range(long first, long last) {
		return EntryBatch
			.concat(this.entries.subList((int) (first - this.baseIndex - 1), (int) (last - this.baseIndex)));
	}

	/** Entries behind the last one, or in place of what is there. */
	void write(EntryBatch batch) {
		truncateFrom(batch.firstIndex());
		for (long index = batch.firstIndex(); index <= batch.lastIndex(); index++) {
			this.entries.add(batch.range(index, index));
		}
	}

	void truncateFrom(long index) {
		if (index <= lastIndex()) {
			this.entries.subList((int) (index - this.baseIndex - 1), this.entries.size()).clear();
		}
	}

	/** Forgets the entries below this index. */
	void compactTo(long firstIndexToKeep) {
		if (firstIndexToKeep > this.baseIndex + 1) {
			long term = termOf(firstIndexToKeep - 1);
			this.entries.subList(0, (int) (firstIndexToKeep - 1 - this.baseIndex)).clear();
			this.baseIndex = firstIndexToKeep - 1;
			this.baseTerm = term;
		}
	}

	/** Nothing but the place behind this entry. */
	void reset(long term, long index) {
		this.entries.clear();
		this.baseIndex = index;
		this.baseTerm = term;
	}

	void copyFrom(EntryLog other) {
		reset(other.baseTerm, other.baseIndex);
		this.entries.addAll(other.entries);
	}

	List<IndexedConfiguration> configurations() {
		List<IndexedConfiguration> found = new ArrayList<>();
		for (EntryBatch entry : this.entries) {
			ConfigurationEntry configuration = configuration(entry);
			if (configuration != null) {
				found.add(new IndexedConfiguration(entry.firstIndex(), configuration));
			}
		}
		return found;
	}

	/** The labels of the commands. */
	List<String> labels() {
		List<String> labels = new ArrayList<>();
		for (EntryBatch entry : this.entries) {
			String label = label(entry);
			if (label != null) {
				labels.add(label);
			}
		}
		return labels;
	}

	@Override
	public long lastIndexWithin(long firstIndex, long lastIndex, int bytesMax) {
		long last = firstIndex;
		long bytes = entry(firstIndex).byteSize();
		while (last < lastIndex && bytes + entry(last + 1).byteSize() <= bytesMax) {
			last++;
			bytes += entry(last).byteSize();
		}
		return last;
	}

	@Override
	public long bytes(long firstIndex, long lastIndex) {
		long bytes = 0;
		for (long index = firstIndex; index <= lastIndex; index++) {
			bytes += entry(index).byteSize();
		}
		return bytes;
	}

	static EntryBatch command(long term, long index, String label, int bytes) {
		byte[] text = label.getBytes(StandardCharsets.UTF_8);
		ByteBuffer payload = ByteBuffer.allocate(Math.max(text.length, bytes)).put(text).rewind();
		return EntryBatchBuilder.single(index, term, EntryType.COMMAND, payload);
	}

	static EntryBatch configuration(long term, long index, ConfigurationEntry configuration) {
		return EntryBatchBuilder.single(index, term, EntryType.CONFIGURATION, configuration.encode());
	}

	/** What a command is called, null if the entry is none. */
	static @Nullable String label(EntryBatch entry) {
		EntryCursor cursor = entry.cursor();
		cursor.next();
		if (cursor.type() != EntryType.COMMAND) {
			return null;
		}
		byte[] text = new byte[cursor.payloadBytes()];
		cursor.payload().get(text);
		return new String(text, StandardCharsets.UTF_8).replace("\0", "");
	}

	static @Nullable ConfigurationEntry configuration(EntryBatch entry) {
		if (!entry.hasConfiguration()) {
			return null;
		}
		EntryCursor cursor = entry.cursor();
		cursor.next();
		return ConfigurationEntry.decode(cursor.payload());
	}

	/** Tells an entry from every other that could stand at its place. */
	static long fingerprint(EntryBatch entry) {
		return entry.lastTerm() << 32 ^ entry.bytes().hashCode();
	}

}
