package io.raftboot.benchmarks.jmh;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Random;

import io.raftboot.core.model.AppendEntries;
import io.raftboot.core.model.AppendResponse;
import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.HardState;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.SnapshotMeta;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.PreVoteRequest;
import io.raftboot.core.model.PreVoteResponse;
import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.model.Role;
import io.raftboot.core.model.VoteRequest;
import io.raftboot.core.model.VoteResponse;
import io.raftboot.core.protocol.EntrySizes;
import io.raftboot.core.protocol.InitialState;
import io.raftboot.core.protocol.Output;
import io.raftboot.core.protocol.RaftCore;
import io.raftboot.core.protocol.RaftSettings;
import io.raftboot.core.protocol.TermIndex;

/**
 * The core of a leader of three, whose disk and peers answer at once and agree with
 * everything: nothing but the protocol takes time.
 */
final class BenchmarkedLeader implements Output, EntrySizes {

	private static final List<Peer> PEERS = List.of(Peer.of("n1", "127.0.0.1:1"), Peer.of("n2", "127.0.0.1:2"),
			Peer.of("n3", "127.0.0.1:3"));

	private static final long STEP_NANOS = 1_000L;

	private static final int ELECTION_STEPS_MAX = 10_000_000;

	private final ArrayDeque<Message.Protocol> answers = new ArrayDeque<>();

	private final RaftCore core;

	private final int entryBytes;

	private long nowNanos = 1L;

	private long lastWrite;

	private long commitIndex;

	BenchmarkedLeader(int entryBytes) {
		this.entryBytes = entryBytes;
		this.core = new RaftCore(RaftSettings.ofMillis(500, 100),
				new InitialState(PEERS.get(0).id(), 1L, HardState.INITIAL, new TermIndex(), List.of(), PEERS), this,
				new Random(1), this, this.nowNanos);
		for (int i = 0; this.core.role() != Role.LEADER || this.commitIndex == 0; i++) {
			if (i > ELECTION_STEPS_MAX) {
				throw new IllegalStateException("Was not elected");
			}
			this.nowNanos = Math.max(this.nowNanos + STEP_NANOS,
					Math.min(this.core.nextDeadlineNanos(), this.nowNanos + 100_000_000L));
			settle();
		}
	}

	long nextIndex() {
		return this.core.lastIndex() + 1;
	}

	long term() {
		return this.core.term();
	}

	/** Proposes, replicates and commits this batch; returns the commit index. */
	long commit(EntryBatch batch) {
		this.nowNanos += STEP_NANOS;
		if (this.core.propose(batch, this.nowNanos) < 0) {
			throw new IllegalStateException("The proposal was refused");
		}
		settle();
		this.core.onApplied(this.commitIndex);
		return this.commitIndex;
	}

	private void settle() {
		this.core.tick(this.nowNanos);
		this.core.onPersisted(this.lastWrite, this.nowNanos);
		Message.Protocol answer = this.answers.poll();
		while (answer != null) {
			this.core.step(answer, this.nowNanos);
			answer = this.answers.poll();
		}
		this.core.onPersisted(this.lastWrite, this.nowNanos);
	}

	@Override
	public void append(long writeNumber, EntryBatch batch) {
		this.lastWrite = writeNumber;
	}

	@Override
	public void truncateFrom(long index) {
		throw new IllegalStateException("A leader never truncates");
	}

	@Override
	public void persist(long writeNumber, HardState state) {
		this.lastWrite = writeNumber;
	}

	@Override
	public void send(NodeId to, Message.Protocol message) {
		if (message instanceof PreVoteRequest request) {
			this.answers.add(new PreVoteResponse(to, request.term(), request.proposedTerm(), true));
		}
		else if (message instanceof VoteRequest request) {
			this.answers.add(new VoteResponse(to, request.term(), true, 1L));
		}
		else if (message instanceof AppendEntries request) {
			sendEntries(to, request, request.previousIndex());
		}
	}

	@Override
	public void sendAfterPersist(NodeId to, Message.Protocol message) {
		send(to, message);
	}

	@Override
	public void sendEntries(NodeId to, AppendEntries header, long lastIndex) {
		this.answers.add(new AppendResponse(to, header.term(), true, lastIndex, 0L, 0L, header.round()));
	}

	@Override
	public void sendSnapshot(NodeId to) {
	}

	@Override
	public void installSnapshot(long writeNumber, SnapshotMeta snapshot) {
	}

	@Override
	public void commit(long index) {
		this.commitIndex = index;
	}

	@Override
	public void readReady(long readId, long index) {
	}

	@Override
	public void readFailed(long readId) {
	}

	@Override
	public void configuration(long index, ConfigurationEntry configuration) {
	}

	@Override
	public void event(RaftEvent event) {
	}

	@Override
	public long lastIndexWithin(long firstIndex, long lastIndex, int bytesMax) {
		return lastIndex;
	}

	@Override
	public long bytes(long firstIndex, long lastIndex) {
		return (lastIndex - firstIndex + 1) * this.entryBytes;
	}

}
