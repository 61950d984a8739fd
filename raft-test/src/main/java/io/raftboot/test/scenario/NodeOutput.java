package io.raftboot.test.scenario;

import java.util.ArrayDeque;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.HardState;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.model.SnapshotMeta;
import io.raftboot.core.protocol.Output;
import org.jspecify.annotations.Nullable;

/**
 * Takes down what the core of a node wants done, and does it in that order after the
 * step. Only the log in memory changes at once: the core asks it for sizes.
 */
final class NodeOutput implements Output {

	private final Node node;

	private final ArrayDeque<Runnable> effects = new ArrayDeque<>();

	NodeOutput(Node node) {
		this.node = node;
	}

	void clear() {
		this.effects.clear();
	}

	/** The next thing to do, null if there is none. */
	@Nullable Runnable next() {
		return this.effects.poll();
	}

	@Override
	public void append(long writeNumber, EntryBatch batch) {
		this.node.log().write(batch);
		this.node.cluster().invariants().appended(this.node, batch);
		this.effects.add(() -> this.node.disk().append(writeNumber, batch));
	}

	@Override
	public void truncateFrom(long index) {
		this.node.cluster().invariants().truncated(this.node, index);
		this.node.log().truncateFrom(index);
		this.effects.add(() -> this.node.says("truncates from " + index));
	}

	@Override
	public void persist(long writeNumber, HardState state) {
		this.effects.add(() -> this.node.disk().persist(writeNumber, state));
	}

	@Override
	public void send(NodeId to, Message.Protocol message) {
		this.effects.add(() -> this.node.leaves(to, message));
	}

	@Override
	public void sendEntries(NodeId to, AppendEntries header, long lastIndex) {
		AppendEntries message = header.withEntries(this.node.log().range(header.previousIndex() + 1, lastIndex));
		this.effects.add(() -> this.node.leaves(to, message));
	}

	@Override
	public void sendAfterPersist(NodeId to, Message.Protocol message) {
		this.effects.add(() -> this.node.disk().afterwards(to, message));
	}

	@Override
	public void sendSnapshot(NodeId to) {
		this.effects.add(() -> this.node.sendSnapshot(to));
	}

	@Override
	public void installSnapshot(long writeNumber, SnapshotMeta snapshot) {
		this.node.log().reset(snapshot.term(), snapshot.index());
		this.effects.add(() -> this.node.installSnapshot(writeNumber, snapshot));
	}

	@Override
	public void commit(long index) {
		Membership inEffect = this.node.core().membership();
		boolean leads = this.node.isLeader();
		this.effects.add(() -> this.node.commit(index, inEffect, leads));
	}

	@Override
	public void readReady(long readId, long index) {
		this.effects.add(() -> this.node.cluster().calls().readReady(readId, index));
	}

	@Override
	public void readFailed(long readId) {
		this.effects.add(() -> this.node.cluster().calls().readFailed(readId));
	}

	@Override
	public void configuration(long index, ConfigurationEntry configuration) {
		this.effects.add(() -> this.node
			.says("configuration " + index + " in effect: " + MembershipText.text(configuration.membership())));
	}

	@Override
	public void event(RaftEvent event) {
		this.effects.add(() -> this.node.event(event));
	}

}
