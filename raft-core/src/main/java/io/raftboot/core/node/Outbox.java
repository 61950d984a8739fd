package io.raftboot.core.node;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.HardState;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.SnapshotMeta;
import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.protocol.Output;
import io.raftboot.core.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * Records what the core wants done and does it afterwards, always in the same order:
 * sends leave first, then the log writer gets its work (so that network and disk
 * overlap), then the applier, then observers.
 */
final class Outbox implements Output {

	private final Transport transport;

	private final EntryCache cache;

	private final LogWriter logWriter;

	private final LittleWrites littleWrites;

	private final CatchUp catchUp;

	private final PendingReads reads;

	private final NodeObserver observer;

	private final Consumer<Proposal> overwritten;

	private final Consumer<Proposal> replaced;

	private final List<Send> sends = new ArrayList<>();

	private final ArrayDeque<HeldSend> held = new ArrayDeque<>();

	private final List<WriteItem> writes = new ArrayList<>();

	private final List<RaftEvent> events = new ArrayList<>();

	private final List<NodeId> snapshotTargets = new ArrayList<>();

	private final List<SnapshotMeta> installs = new ArrayList<>();

	private Proposal @Nullable [] proposalsOfNextAppend;

	private long recordedNumber;

	private long persistedNumber;

	private long commitIndex;

	Outbox(Transport transport, EntryCache cache, LogWriter logWriter, LittleWrites littleWrites, CatchUp catchUp,
			PendingReads reads, NodeObserver observer, Completions completions) {
		this.littleWrites = littleWrites;
		this.transport = transport;
		this.cache = cache;
		this.logWriter = logWriter;
		this.catchUp = catchUp;
		this.reads = reads;
		this.observer = observer;
		// Gone here, but in larger clusters another node may still have the entry and
		// commit it as a later leader (Raft figure 8).
		this.overwritten = (proposal) -> completions.fail(proposal,
				new OutcomeUnknownException("Another leader's entry took index " + proposal.index + " on this node"));
		this.replaced = (proposal) -> completions.fail(proposal,
				new OutcomeUnknownException("A snapshot took the place of entry " + proposal.index + " on this node"));
	}

	/**
	 * Who waits for the entries of the append that the next call to the core will record.
	 */
	void proposalsOfNextAppend(Proposal @Nullable [] proposals) {
		this.proposalsOfNextAppend = proposals;
	}

	@Override
	public void append(long writeNumber, EntryBatch batch) {
		this.cache.append(batch, this.proposalsOfNextAppend);
		this.catchUp.appended(batch);
		this.proposalsOfNextAppend = null;
		this.writes.add(WriteItem.append(writeNumber, batch));
		this.recordedNumber = writeNumber;
	}

	@Override
	public void truncateFrom(long index) {
		this.cache.truncateFrom(index, this.overwritten);
	}

	@Override
	public void persist(long writeNumber, HardState state) {
		this.writes.add(WriteItem.persist(writeNumber, state));
		this.recordedNumber = writeNumber;
	}

	@Override
	public void send(NodeId to, Message.Protocol message) {
		this.sends.add(new Send(to, message, 0L));
	}

	@Override
	public void sendEntries(NodeId to, AppendEntries header, long lastIndex) {
		this.sends.add(new Send(to, header, lastIndex));
	}

	@Override
	public void sendAfterPersist(NodeId to, Message.Protocol message) {
		if (this.recordedNumber <= this.persistedNumber) {
			send(to, message);
		}
		else {
			this.held.add(new HeldSend(this.recordedNumber, new Send(to, message, 0L)));
		}
	}

	@Override
	public void sendSnapshot(NodeId to) {
		this.snapshotTargets.add(to);
	}

	@Override
	public void installSnapshot(long writeNumber, SnapshotMeta snapshot) {
		this.cache.clear(this.replaced);
		this.writes.add(WriteItem.install(writeNumber, snapshot));
		this.recordedNumber = writeNumber;
		this.installs.add(snapshot);
	}

	/** How many snapshots are to be installed when this turn ends. */
	int installs() {
		return this.installs.size();
	}

	@Override
	public void commit(long index) {
		this.commitIndex = index;
	}

	@Override
	public void readReady(long readId, long index) {
		this.reads.ready(readId, index);
	}

	@Override
	public void readFailed(long readId) {
		this.reads.failed(readId);
	}

	@Override
	public void configuration(long index, ConfigurationEntry configuration) {
		this.observer.configuration(index, configuration);
	}

	@Override
	public void event(RaftEvent event) {
		this.events.add(event);
	}

	/** Something for the log writer that the protocol does not know of. */
	void write(WriteItem item) {
		this.writes.add(item);
	}

	/**
	 * The writer has made everything up to this number durable: lets go what waited for
	 * it.
	 */
	void persisted(long writeNumber) {
		this.persistedNumber = writeNumber;
		HeldSend first = this.held.peek();
		while (first != null && first.writeNumber() <= writeNumber) {
			this.sends.add(first.send());
			this.held.remove();
			first = this.held.peek();
		}
	}

	/** Whether messages wait for the writer. */
	boolean isHolding() {
		return !this.held.isEmpty();
	}

	long commitIndex() {
		return this.commitIndex;
	}

	/**
	 * Sends what was recorded and offers the log writer its part, so that network and
	 * disk overlap; returns how much that was.
	 */
	int send() {
		int work = this.sends.size() + this.writes.size() + this.events.size();
		if (!this.sends.isEmpty()) {
			for (int i = 0; i < this.sends.size(); i++) {
				transmit(this.sends.get(i));
			}
			this.sends.clear();
		}
		this.transport.flush();
		if (!this.snapshotTargets.isEmpty() || !this.installs.isEmpty()) {
			work += moveSnapshots();
		}
		if (!this.writes.isEmpty()) {
			for (int i = 0; i < this.writes.size(); i++) {
				this.logWriter.offer(this.writes.get(i));
				this.littleWrites.offered(this.writes.get(i));
			}
			this.writes.clear();
		}
		return work;
	}

	/** Gives the applier and observers theirs; returns how much that was. */
	int conclude() {
		int work = this.observer.handOver();
		if (!this.events.isEmpty()) {
			for (int i = 0; i < this.events.size(); i++) {
				this.observer.event(this.events.get(i));
			}
			this.events.clear();
		}
		return work;
	}

	private int moveSnapshots() {
		int work = this.snapshotTargets.size() + this.installs.size();
		this.snapshotTargets.forEach(this.observer::sendSnapshot);
		this.snapshotTargets.clear();
		this.installs.forEach(this.observer::installSnapshot);
		this.installs.clear();
		return work;
	}

	private void transmit(Send send) {
		if (send.lastIndex() == 0L) {
			this.transport.send(send.to(), send.message());
			return;
		}
		AppendEntries header = (AppendEntries) send.message();
		if (this.catchUp.isBusyWith(send.to()) || !this.cache.contains(header.previousIndex() + 1)) {
			this.catchUp.send(send.to(), header, send.lastIndex());
		}
		else {
			EntryBatch entries = this.cache.entries(header.previousIndex() + 1, send.lastIndex());
			this.transport.send(send.to(), header.withEntries(entries));
		}
	}

	/**
	 * A message to send.
	 *
	 * @param to whom
	 * @param message what
	 * @param lastIndex last of the entries to attach, 0 for none
	 */
	private record Send(NodeId to, Message message, long lastIndex) {
	}

	/**
	 * A message that claims something not durable yet.
	 *
	 * @param writeNumber it may leave when this write is durable
	 * @param send the message
	 */
	private record HeldSend(long writeNumber, Send send) {
	}

}
