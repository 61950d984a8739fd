package io.raftboot.sample;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.raftboot.core.statemachine.AnswerKeeper;
import io.raftboot.core.statemachine.CommitContext;
import io.raftboot.core.statemachine.Snapshot;
import io.raftboot.core.statemachine.StateMachineFailedException;
import io.raftboot.sample.Result.Outcome;
import io.raftboot.spring.RaftStateMachine;
import io.raftboot.spring.ReplicatedService;
import org.jspecify.annotations.Nullable;

/**
 * The replicated state machine: every node applies the same commands in the same order to
 * its own {@link KeyValueStore}.
 */
@RaftStateMachine
class KeyValueStateMachine implements ReplicatedService<Command, Result> {

	private final KeyValueStore store;

	private final Map<String, String> initialTexts;

	private long appliedIndex;

	KeyValueStateMachine(KeyValueStore store, SampleProperties properties) {
		this.store = store;
		this.initialTexts = new TreeMap<>(properties.initial());
	}

	/** What a key holds on this node. Runs as a query. */
	@Nullable Item find(String key) {
		return this.store.find(key);
	}

	@Override
	public long appliedIndex() {
		this.appliedIndex = this.store.appliedIndex();
		return this.appliedIndex;
	}

	@Override
	public void beginBatch() {
		this.store.begin();
	}

	@Override
	public void endBatch(long lastIndex) {
		this.store.end(lastIndex);
	}

	@Override
	public Result commit(Command command, CommitContext context) {
		long index = context.index();
		if (index <= this.appliedIndex) {
			throw new StateMachineFailedException("Asked to apply index " + index + " again",
					new IllegalStateException("Applied up to " + this.appliedIndex));
		}
		this.appliedIndex = index;
		return this.store.atomically(() -> apply(command, index));
	}

	private Result apply(Command command, long index) {
		if (command instanceof Command.Put put) {
			return write(put.key(), Value.text(put.value()), index);
		}
		Item item = this.store.find(command.key());
		if (command instanceof Command.Delete) {
			return delete(item, index);
		}
		if (command instanceof Command.Cas cas) {
			boolean met = (item != null) ? item.value().isText(cas.expected()) : cas.expected() == null;
			return met ? write(cas.key(), Value.text(cas.value()), index) : refused(Outcome.CONFLICT, item);
		}
		if (command instanceof Command.Append append) {
			return append(append, item, index);
		}
		throw new IllegalArgumentException("Unknown command " + command.getClass().getName());
	}

	private Result delete(@Nullable Item item, long index) {
		if (item == null) {
			return refused(Outcome.NOT_FOUND, null);
		}
		this.store.remove(item.key());
		return new Result(Outcome.DONE, item.value(), index);
	}

	private Result append(Command.Append append, @Nullable Item item, long index) {
		List<String> elements = (item != null) ? item.value().items() : List.of();
		if (elements == null) {
			return refused(Outcome.CONFLICT, item);
		}
		List<String> longer = new ArrayList<>(elements.size() + 1);
		longer.addAll(elements);
		longer.add(append.element());
		long chars = longer.stream().mapToLong(String::length).sum();
		if (longer.size() > Limits.LIST_ELEMENTS_MAX || chars > Limits.LIST_CHARS_MAX) {
			return refused(Outcome.TOO_LARGE, item);
		}
		return write(append.key(), Value.list(longer), index);
	}

	private Result write(String key, Value value, long index) {
		this.store.put(new Item(key, value, index));
		return new Result(Outcome.DONE, value, index);
	}

	private static Result refused(Outcome outcome, @Nullable Item met) {
		return (met != null) ? new Result(outcome, met.value(), met.revision()) : new Result(outcome, null, 0L);
	}

	@Override
	public @Nullable Snapshot init() {
		if (this.initialTexts.isEmpty()) {
			return null;
		}
		return (target) -> {
			ItemWriter writer = new ItemWriter(target);
			for (Map.Entry<String, String> entry : this.initialTexts.entrySet()) {
				writer.write(new Item(entry.getKey(), Value.text(entry.getValue()), 0L));
			}
			writer.end();
		};
	}

	@Override
	public Long digest() {
		return this.store.digest();
	}

	@Override
	public @Nullable AnswerKeeper answerKeeper() {
		return this.store.answers();
	}

	@Override
	public Snapshot snapshot() {
		return this.store.snapshot();
	}

	@Override
	public void makeDurable(long index) throws IOException {
		this.store.makeDurable();
	}

	@Override
	public void reset(long index, InputStream source) throws IOException {
		this.store.replaceAll(index, new ItemReader(source));
		this.appliedIndex = index;
	}

}
