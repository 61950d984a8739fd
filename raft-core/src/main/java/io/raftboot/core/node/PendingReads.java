package io.raftboot.core.node;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Reads on their way: gathered into one group per loop turn and consistency, so that all
 * of them share one question to the protocol, then waiting until their index is applied.
 * Loop thread only.
 */
final class PendingReads {

	private final Completions completions;

	private final Supplier<NotLeaderException> notLeader;

	private final List<ReadGroup> asked = new ArrayList<>();

	private final ArrayDeque<ReadGroup> waitingForApply = new ArrayDeque<>();

	/** For an index that their callers named, in no order. */
	private final CallChain<ReadRequest> waitingForIndex = new CallChain<>();

	/** With the applier, which may be stuck. */
	private final ArrayDeque<ReadGroup> released = new ArrayDeque<>();

	private @Nullable ReadGroup linearizable;

	private @Nullable ReadGroup lease;

	private @Nullable ReadGroup local;

	private long lastReadId;

	private long toldIndex;

	PendingReads(Completions completions, Supplier<NotLeaderException> notLeader) {
		this.completions = completions;
		this.notLeader = notLeader;
	}

	void add(ReadRequest request) {
		switch (request.consistency) {
			case LOCAL -> addLocal(request);
			case LEASE -> this.lease = with(request, this.lease);
			case LINEARIZABLE -> this.linearizable = with(request, this.linearizable);
		}
	}

	private void addLocal(ReadRequest request) {
		if (request.index == 0L) {
			this.local = with(request, this.local);
		}
		else {
			this.waitingForIndex.add(request);
		}
	}

	private static ReadGroup with(ReadRequest request, @Nullable ReadGroup group) {
		ReadGroup target = (group != null) ? group : new ReadGroup();
		target.requests.add(request);
		return target;
	}

	/**
	 * Number for the reads gathered since the last call that may not use the lease; 0 if
	 * none.
	 */
	long askLinearizable() {
		ReadGroup group = this.linearizable;
		this.linearizable = null;
		return ask(group);
	}

	/** Number for the gathered reads that may use the lease; 0 if none. */
	long askLease() {
		ReadGroup group = this.lease;
		this.lease = null;
		return ask(group);
	}

	private long ask(@Nullable ReadGroup group) {
		if (group == null) {
			return 0L;
		}
		group.readId = ++this.lastReadId;
		this.asked.add(group);
		return group.readId;
	}

	void ready(long readId, long index) {
		this.toldIndex = Math.max(this.toldIndex, index);
		ReadGroup group = take(readId);
		if (group != null) {
			group.index = index;
			this.waitingForApply.addLast(group);
		}
	}

	/** The highest index that a leader has told for reads, 0 for none yet. */
	long toldIndex() {
		return this.toldIndex;
	}

	void failed(long readId) {
		ReadGroup group = take(readId);
		if (group != null) {
			RuntimeException failure = this.notLeader.get();
			group.forEachWaiting((request) -> this.completions.fail(request, failure));
		}
	}

	/** Gives the applier every read whose index is applied; returns how many. */
	int release(long appliedIndex, Applier applier) {
		while (!this.released.isEmpty() && this.released.peekFirst().isAnswered()) {
			this.released.removeFirst();
		}
		int released = 0;
		if (this.local != null) {
			released += release(this.local, applier);
			this.local = null;
		}
		ReadGroup first = this.waitingForApply.peekFirst();
		while (first != null && first.index <= appliedIndex) {
			released += release(this.waitingForApply.removeFirst(), applier);
			first = this.waitingForApply.peekFirst();
		}
		return released + releaseNamed(appliedIndex, applier);
	}

	private int releaseNamed(long appliedIndex, Applier applier) {
		if (this.waitingForIndex.isEmpty()) {
			return 0;
		}
		ReadGroup group = new ReadGroup();
		group.requests.addAll(this.waitingForIndex.removeIf((request) -> request.index <= appliedIndex));
		return group.requests.isEmpty() ? 0 : release(group, applier);
	}

	private int release(ReadGroup group, Applier applier) {
		this.released.addLast(group);
		applier.offer(group.ready());
		return group.requests.size();
	}

	/** Ends reads that have waited too long. */
	void expire(long nowNanos) {
		this.asked.forEach((group) -> expire(group.requests, nowNanos));
		this.asked.removeIf((group) -> group.requests.isEmpty());
		this.waitingForApply.forEach((group) -> expire(group.requests, nowNanos));
		this.waitingForApply.removeIf((group) -> group.requests.isEmpty());
		expire(this.waitingForIndex, nowNanos);
		// Its links are the applier's to follow
		this.released.forEach((group) -> group.forEachWaiting((request) -> {
			if (isLate(request, nowNanos)) {
				fail(request);
			}
		}));
		this.released.removeIf(ReadGroup::isOver);
	}

	private void expire(CallChain<ReadRequest> requests, long nowNanos) {
		requests.removeIf((request) -> request.isDone() || isLate(request, nowNanos)).drain(this::fail);
	}

	private static boolean isLate(ReadRequest request, long nowNanos) {
		return request.deadlineNanos - nowNanos <= 0;
	}

	private void fail(ReadRequest request) {
		this.completions.fail(request, new RaftTimeoutException("The read got no answer in time"));
	}

	/** Ends all of them. */
	void failAll(RuntimeException failure) {
		Consumer<ReadRequest> end = (request) -> this.completions.fail(request, failure);
		this.asked.forEach((group) -> group.forEachWaiting(end));
		this.asked.clear();
		for (ReadGroup group : new ReadGroup[] { this.linearizable, this.lease, this.local }) {
			if (group != null) {
				group.forEachWaiting(end);
			}
		}
		this.waitingForApply.forEach((group) -> group.forEachWaiting(end));
		this.waitingForApply.clear();
		this.waitingForIndex.forEach(end);
		this.released.forEach((group) -> group.forEachWaiting(end));
		this.released.clear();
	}

	boolean isWaitingForApply() {
		return !this.waitingForApply.isEmpty() || !this.waitingForIndex.isEmpty();
	}

	/** Those that are not with the applier yet. */
	int size() {
		int size = this.waitingForIndex.size() + size(this.linearizable) + size(this.lease) + size(this.local);
		for (ReadGroup group : this.waitingForApply) {
			size += group.requests.size();
		}
		for (int i = 0; i < this.asked.size(); i++) {
			size += this.asked.get(i).requests.size();
		}
		return size;
	}

	private static int size(@Nullable ReadGroup group) {
		return (group != null) ? group.requests.size() : 0;
	}

	private @Nullable ReadGroup take(long readId) {
		for (int i = 0; i < this.asked.size(); i++) {
			if (this.asked.get(i).readId == readId) {
				return this.asked.remove(i);
			}
		}
		return null;
	}

}
