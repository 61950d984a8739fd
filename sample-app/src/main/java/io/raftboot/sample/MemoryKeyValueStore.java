package io.raftboot.sample;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import io.raftboot.core.statemachine.AnswerKeeper;
import io.raftboot.core.statemachine.Snapshot;
import org.jspecify.annotations.Nullable;

/** Keeps the items in memory; a restart begins with none and replays the log. */
final class MemoryKeyValueStore implements KeyValueStore {

	private Map<String, Item> items = new TreeMap<>();

	private long digest;

	/** What the keys held before the command under way changed them. */
	private final Map<String, @Nullable Item> undo = new HashMap<>();

	@Override
	public long appliedIndex() {
		return 0L;
	}

	@Override
	public void begin() {
	}

	@Override
	public void end(long lastIndex) {
	}

	@Override
	public <T> T atomically(Supplier<T> command) {
		this.undo.clear();
		try {
			return command.get();
		}
		catch (RuntimeException ex) {
			this.undo.forEach(this::replace);
			throw ex;
		}
	}

	private void replace(String key, @Nullable Item item) {
		Item before = (item != null) ? this.items.put(key, item) : this.items.remove(key);
		this.digest -= (before != null) ? ItemDigest.of(before) : 0L;
		this.digest += (item != null) ? ItemDigest.of(item) : 0L;
	}

	@Override
	public @Nullable Item find(String key) {
		return this.items.get(key);
	}

	@Override
	public void put(Item item) {
		remember(item.key());
		replace(item.key(), item);
	}

	@Override
	public void remove(String key) {
		remember(key);
		replace(key, null);
	}

	private void remember(String key) {
		if (!this.undo.containsKey(key)) {
			this.undo.put(key, this.items.get(key));
		}
	}

	@Override
	public long digest() {
		return this.digest;
	}

	@Override
	public @Nullable AnswerKeeper answers() {
		return null;
	}

	@Override
	public Snapshot snapshot() {
		List<Item> captured = List.copyOf(this.items.values());
		return (target) -> {
			ItemWriter writer = new ItemWriter(target);
			for (Item item : captured) {
				writer.write(item);
			}
			writer.end();
		};
	}

	/** Nothing of it outlives the process. */
	@Override
	public void makeDurable() {
	}

	@Override
	public void replaceAll(long index, ItemReader source) throws IOException {
		Map<String, Item> items = new TreeMap<>();
		for (Item item = source.read(); item != null; item = source.read()) {
			items.put(item.key(), item);
		}
		this.items = items;
		this.digest = items.values().stream().mapToLong(ItemDigest::of).sum();
		this.undo.clear();
	}

}
