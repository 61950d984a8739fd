package io.raftboot.core.node;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.model.CommandEnvelope;
import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.EntryBatchBuilder;
import io.raftboot.core.model.EntryLayout;
import io.raftboot.core.model.EntryType;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Role;
import io.raftboot.core.protocol.RaftCore;
import org.jspecify.annotations.Nullable;

/**
 * Turns waiting commands into log entries: on the leader everything that waits becomes
 * one batch, encoded once; elsewhere it goes to the leader, or ends at once when there is
 * none. Commands that the protocol does not take yet stay here, bounded by the node's
 * limits. Loop thread only.
 */
final class Proposer {

	private final RaftCore core;

	private final Outbox outbox;

	private final ForwardedCalls forwarded;

	private final ForwardIntake forwardIntake;

	private final ProcessHooks processHooks;

	private final Completions completions;

	private final MachineCatalogue catalogue;

	private final NodeClock clock;

	private final EntryArena arena;

	private final NodeSession session;

	private final @Nullable CommitTimes commitTimes;

	private final int batchBytesMax;

	private final CallChain<Proposal> backlog = new CallChain<>();

	Proposer(RaftCore core, Outbox outbox, ForwardedCalls forwarded, ForwardIntake forwardIntake,
			ProcessHooks processHooks, Completions completions, MachineCatalogue catalogue, NodeClock clock,
			EntryArena arena, NodeSession session, @Nullable CommitTimes commitTimes, int batchBytesMax) {
		this.commitTimes = commitTimes;
		this.catalogue = catalogue;
		this.core = core;
		this.outbox = outbox;
		this.forwarded = forwarded;
		this.forwardIntake = forwardIntake;
		this.processHooks = processHooks;
		this.completions = completions;
		this.clock = clock;
		this.arena = arena;
		this.session = session;
		this.batchBytesMax = batchBytesMax;
	}

	void add(Proposal proposal) {
		this.backlog.add(proposal);
	}

	/** Takes over all of the chain. */
	void addAll(CallChain<Proposal> proposals) {
		this.backlog.addAll(proposals);
	}

	int backlogSize() {
		return this.backlog.size();
	}

	/** Moves on with what waits, as far as the node's role allows. */
	void advance(long nowNanos) {
		if (this.backlog.isEmpty()) {
			return;
		}
		if (this.core.role() == Role.LEADER) {
			while (!this.backlog.isEmpty() && proposeBatch(nowNanos)) {
				// Until nothing waits, or the protocol takes no more for now.
			}
			return;
		}
		NodeId leader = this.core.leader();
		if (leader != null) {
			forwardAll(leader);
		}
		else {
			failAll(new NotLeaderException(null));
		}
	}

	private boolean proposeBatch(long nowNanos) {
		int count = 0;
		int bytes = 0;
		dropWhatCannotBeProposed();
		if (this.backlog.isEmpty()) {
			return false;
		}
		for (Proposal proposal = this.backlog.first(); proposal != null; proposal = this.backlog.after(proposal)) {
			int entryBytes = entryBytes(proposal);
			if (!proposal.isReady() || proposal.isOver() || !proposal.isApplicable()
					|| (count > 0 && bytes + entryBytes > this.batchBytesMax)) {
				break;
			}
			bytes += entryBytes;
			count++;
		}
		if (count == 0) {
			this.processHooks.process(this.backlog.remove(), this::add);
			return true;
		}
		if (!this.core.canPropose(bytes)) {
			return false;
		}
		Proposal[] proposals = new Proposal[count];
		EntryBatch batch = encode(proposals, bytes);
		this.outbox.proposalsOfNextAppend(proposals);
		long firstIndex = this.core.propose(batch, nowNanos);
		if (firstIndex < 0) {
			throw new IllegalStateException("The protocol refused a batch it had room for: " + firstIndex);
		}
		this.forwardIntake.appended(proposals);
		if (this.commitTimes != null) {
			this.commitTimes.appended(this.core.term(), batch.lastIndex(), nowNanos);
		}
		return true;
	}

	private void dropWhatCannotBeProposed() {
		for (Proposal first = this.backlog.first(); first != null; first = this.backlog.first()) {
			if (first.isOver()) {
				this.backlog.remove(); // whoever gave up may use the bytes for something
										// else by now
			}
			else if (!first.isApplicable()) {
				end(this.backlog.remove(), this.catalogue.refusal(first.machine, first.commandVersion));
			}
			else {
				return;
			}
		}
	}

	private EntryBatch encode(Proposal[] proposals, int bytes) {
		long term = this.core.term();
		long index = this.core.lastIndex() + 1;
		long timeMillis = this.clock.currentTimeMillis();
		EntryBatchBuilder builder = new EntryBatchBuilder(index, term, this.arena.take(bytes));
		this.backlog.removeInto(proposals);
		for (int i = 0; i < proposals.length; i++) {
			Proposal proposal = proposals[i];
			ByteBuffer target = builder.beginPayload();
			CommandEnvelope.writeHead(target, proposal.machine.nameBytes, proposal.commandVersion, timeMillis,
					proposal.session, proposal.sequence, lowestUnanswered(proposal), proposal.key);
			proposal.writePayload(target);
			builder.endPayload(EntryType.COMMAND);
			proposal.appendedAt(term, index + i);
		}
		return builder.build();
	}

	private static int entryBytes(Proposal proposal) {
		return EntryLayout.entryBytes(proposal.envelopeBytes());
	}

	private long lowestUnanswered(Proposal proposal) {
		return (proposal.origin != null) ? proposal.lowestUnanswered : this.session.lowestUnanswered(proposal.session);
	}

	private void forwardAll(NodeId leader) {
		List<Proposal> forwards = new ArrayList<>();
		int bytes = 0;
		while (!this.backlog.isEmpty()) {
			Proposal proposal = this.backlog.remove();
			if (proposal.origin != null) {
				this.forwardIntake.refuse(proposal);
				continue;
			}
			int entryBytes = entryBytes(proposal);
			if (bytes > 0 && bytes + entryBytes > this.batchBytesMax) {
				this.forwarded.forward(forwards, leader, this.core.term());
				forwards.clear();
				bytes = 0;
			}
			proposal.lowestUnanswered = this.session.lowestUnanswered(proposal.session);
			forwards.add(proposal);
			bytes += entryBytes;
		}
		if (!forwards.isEmpty()) {
			this.forwarded.forward(forwards, leader, this.core.term());
		}
	}

	/** Ends commands that have waited here too long; they were never appended. */
	void expire(long nowNanos) {
		CallChain<Proposal> late = this.backlog.removeIf((proposal) -> proposal.deadlineNanos - nowNanos <= 0);
		late.drain(
				(proposal) -> end(proposal, new RaftBusyException("The command waited too long and was not proposed")));
	}

	/** Ends everything that waits here; it was never appended. */
	void failAll(RuntimeException failure) {
		this.backlog.drain((proposal) -> end(proposal, failure));
	}

	private void end(Proposal proposal, RuntimeException failure) {
		if (proposal.origin == null) {
			this.completions.fail(proposal, failure);
		}
		else if (failure instanceof MachineNotReadyException) {
			this.forwardIntake.notReady(proposal, failure.getMessage());
		}
		else if (failure instanceof RestoreInProgressException) {
			this.forwardIntake.restoring(proposal, failure.getMessage());
		}
		else {
			this.forwardIntake.refuse(proposal);
		}
	}

}
