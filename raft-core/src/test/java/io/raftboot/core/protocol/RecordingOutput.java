package io.raftboot.core.protocol;

import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.HardState;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.SnapshotMeta;
import io.raftboot.core.model.RaftEvent;

/** Writes down what a core wants done, in order. */
final class RecordingOutput implements Output {

	private final List<Effect> effects = new ArrayList<>();

	/** One call. */
	sealed interface Effect {

	}

	record Append(long writeNumber, EntryBatch batch) implements Effect {
	}

	record Truncate(long index) implements Effect {
	}

	record Persist(long writeNumber, HardState state) implements Effect {
	}

	record Send(NodeId to, Message.Protocol message) implements Effect {
	}

	record SendEntries(NodeId to, AppendEntries header, long lastIndex) implements Effect {
	}

	record SendAfterPersist(NodeId to, Message.Protocol message) implements Effect {
	}

	record SendSnapshot(NodeId to) implements Effect {
	}

	record InstallSnapshot(long writeNumber, SnapshotMeta snapshot) implements Effect {
	}

	record Commit(long index) implements Effect {
	}

	record ReadReady(long readId, long index) implements Effect {
	}

	record ReadFailed(long readId) implements Effect {
	}

	record Configuration(long index, ConfigurationEntry entry) implements Effect {
	}

	record Event(RaftEvent event) implements Effect {
	}

	/** What was recorded since the last call. */
	List<Effect> drain() {
		List<Effect> drained = List.copyOf(this.effects);
		this.effects.clear();
		return drained;
	}

	@Override
	public void append(long writeNumber, EntryBatch batch) {
		this.effects.add(new Append(writeNumber, batch));
	}

	@Override
	public void truncateFrom(long index) {
		this.effects.add(new Truncate(index));
	}

	@Override
	public void persist(long writeNumber, HardState state) {
		this.effects.add(new Persist(writeNumber, state));
	}

	@Override
	public void send(NodeId to, Message.Protocol message) {
		this.effects.add(new Send(to, message));
	}

	@Override
	public void sendEntries(NodeId to, AppendEntries header, long lastIndex) {
		this.effects.add(new SendEntries(to, header, lastIndex));
	}

	@Override
	public void sendAfterPersist(NodeId to, Message.Protocol message) {
		this.effects.add(new SendAfterPersist(to, message));
	}

	@Override
	public void sendSnapshot(NodeId to) {
		this.effects.add(new SendSnapshot(to));
	}

	@Override
	public void installSnapshot(long writeNumber, SnapshotMeta snapshot) {
		this.effects.add(new InstallSnapshot(writeNumber, snapshot));
	}

	@Override
	public void commit(long index) {
		this.effects.add(new Commit(index));
	}

	@Override
	public void readReady(long readId, long index) {
		this.effects.add(new ReadReady(readId, index));
	}

	@Override
	public void readFailed(long readId) {
		this.effects.add(new ReadFailed(readId));
	}

	@Override
	public void configuration(long index, ConfigurationEntry configuration) {
		this.effects.add(new Configuration(index, configuration));
	}

	@Override
	public void event(RaftEvent event) {
		this.effects.add(new Event(event));
	}

}
