package io.raftboot.test.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.protocol.MembershipChangeException;
import io.raftboot.core.protocol.RaftCore;
import io.raftboot.core.protocol.TransferException;
import org.jspecify.annotations.Nullable;

/**
 * What clients asked for, and the typed answers. A write is answered when the node it was
 * given to has applied it; what was appended by a node that leads no more is unknown.
 */
final class Calls {

	static final List<String> ANSWERS = List.of("pending", "ok", "not-leader", "over-limit", "transferring", "unknown",
			"failed", "accepted", "refused");

	private final Cluster cluster;

	private final Map<String, Call> calls = new LinkedHashMap<>();

	private final Map<Long, Call> reads = new LinkedHashMap<>();

	/** One call. */
	static final class Call {

		final String label;

		final Node node;

		String answer = "pending";

		/** Index it was answered at, 0 if none. */
		long index;

		/** Why it was refused. */
		String reason = "";

		private long appendedIndex;

		private long term;

		private long committedBefore;

		private @Nullable Membership target;

		Call(String label, Node node) {
			this.label = label;
			this.node = node;
		}

		@Override
		public String toString() {
			return this.answer + (this.reason.isEmpty() ? "" : " " + this.reason)
					+ ((this.index > 0) ? " at " + this.index : "");
		}

	}

	Calls(Cluster cluster) {
		this.cluster = cluster;
	}

	@Nullable Call find(String label) {
		return this.calls.get(label);
	}

	/** One batch with these commands. */
	void propose(List<String> labels, Node node, int bytes) {
		RaftCore core = node.core();
		List<EntryBatch> batch = new ArrayList<>();
		for (String label : labels) {
			batch.add(EntryLog.command(Math.max(1, core.term()), core.lastIndex() + 1 + batch.size(), label, bytes));
		}
		List<Call> proposed = labels.stream().map((label) -> add(label, node)).toList();
		node.says("is asked to propose " + String.join(" ", labels));
		node.on((proposer) -> {
			long first = proposer.propose(EntryBatch.concat(batch), node.clockNanos());
			for (int i = 0; i < proposed.size(); i++) {
				proposed(proposed.get(i), first, first + i, proposer.term());
			}
		});
	}

	void read(String label, Node node, boolean lease) {
		Call call = add(label, node);
		long readId = this.reads.size() + 1;
		this.reads.put(readId, call);
		call.committedBefore = this.cluster.invariants().committedIndex();
		node.says("is asked to read (" + label + ")");
		node.on((reader) -> reader.readIndex(readId, lease, node.clockNanos()));
	}

	void change(String label, Node node, Membership target, long expectedIndex) {
		Call call = add(label, node);
		node.says("is asked to change to " + MembershipText.text(target) + " (" + label + ")");
		node.on((leader) -> {
			try {
				leader.changeMembership(target, expectedIndex, node.clockNanos());
				call.target = target;
			}
			catch (MembershipChangeException ex) {
				refuse(call, ex.reason().name());
			}
		});
	}

	void transfer(String label, Node node, @Nullable NodeId target) {
		Call call = add(label, node);
		node.says("is asked to hand over to " + target + " (" + label + ")");
		node.on((leader) -> {
			try {
				leader.transferLeadership(target, node.clockNanos());
				call.answer = "accepted";
			}
			catch (TransferException ex) {
				refuse(call, ex.reason().name());
			}
		});
	}

	void readReady(long readId, long index) {
		Call call = this.reads.get(readId);
		if (call == null || !call.answer.equals("pending")) {
			throw this.cluster.failure("Read " + readId + " is answered that nobody waits for");
		}
		answer(call, "ok", index);
		if (index < call.committedBefore) {
			throw this.cluster.failure("Stale read " + call.label + " at " + call.node.id() + ": index " + index
					+ ", but " + call.committedBefore + " was committed when it began");
		}
	}

	void readFailed(long readId) {
		Call call = this.reads.get(readId);
		if (call != null) {
			answer(call, "failed", 0);
		}
	}

	/** Answers what is decided by now at this node. */
	void check(Node node) {
		for (Call call : this.calls.values()) {
			if (call.node != node || !call.answer.equals("pending")) {
				continue;
			}
			if (!node.isRunning()) {
				answer(call, this.reads.containsValue(call) ? "failed" : "unknown", 0);
			}
			else if (call.appendedIndex > 0) {
				checkWrite(call, node);
			}
			else if (call.target != null) {
				checkChange(call, call.target, node.core());
			}
		}
	}

	private void checkWrite(Call call, Node node) {
		RaftCore core = node.core();
		boolean there = core.termOf(call.appendedIndex) == call.term || node.log().baseIndex() >= call.appendedIndex;
		if (there && node.applier().index() >= call.appendedIndex) {
			answer(call, "ok", call.appendedIndex);
		}
		else if (!there || (!node.isLeader() && core.commitIndex() < call.appendedIndex)) {
			answer(call, "unknown", 0);
		}
	}

	private void checkChange(Call call, Membership target, RaftCore core) {
		if (MembershipText.matches(target, core.membership()) && core.commitIndex() >= core.membershipIndex()) {
			answer(call, "ok", core.membershipIndex());
		}
		else if (!call.node.isLeader()) {
			answer(call, "unknown", 0);
		}
	}

	private void proposed(Call call, long result, long index, long term) {
		if (result > 0) {
			call.appendedIndex = index;
			call.term = term;
		}
		else {
			answer(call, (result == RaftCore.NOT_LEADER) ? "not-leader"
					: (result == RaftCore.OVER_LIMIT) ? "over-limit" : "transferring", 0);
		}
	}

	private void refuse(Call call, String reason) {
		call.reason = reason.toLowerCase(Locale.ROOT).replace('_', '-');
		answer(call, "refused", 0);
	}

	private void answer(Call call, String answer, long index) {
		call.answer = answer;
		call.index = index;
		call.node.says("answers " + call.label + ": " + call);
	}

	private Call add(String label, Node node) {
		Call call = new Call(label, node);
		if (this.calls.put(label, call) != null) {
			throw this.cluster.failure("Label " + label + " is used twice");
		}
		return call;
	}

}
