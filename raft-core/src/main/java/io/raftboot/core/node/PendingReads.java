package io.raftboot.core.node;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
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

	private final List<Group> asked = new ArrayList<>();

	private final ArrayDeque<ReadRequest> waitingForApply = new ArrayDeque<>();

	/** For an index that their callers named, in no order. */
	private final List<ReadRequest> waitingForIndex = new ArrayList<>();

	/** With the applier, which may be stuck. */
	private final ArrayDeque<ReadRequest> released = new ArrayDeque<>();

	private Group linearizable = new Group();

	private Group lease = new Group();

	private long lastReadId;

	private long toldIndex;

	PendingReads(Completions completions, Supplier<NotLeaderException> notLeader) {
		this.completions = completions;
		this.notLeader = notLeader;
	}

	void add(ReadRequest request) {
		switch (request.consistency) {
			case LOCAL -> addLocal(request);
			case LEASE -> this.lease.requests.add(request);
			case LINEARIZABLE -> this.linearizable.requests.add(request);
		}
	}

	private void addLocal(ReadRequest request) {
		if (request.index == 0L) {
			this.waitingForApply.addFirst(request);
		}
		else {
			this.waitingForIndex.add(request);
		}
	}

	/**
	 * Number for the reads gathered since the last call that may not use the lease; 0 if
	 * none.
	 */
	long askLinearizable() {
		long readId = ask(this.linearizable);
		if (readId != 0L) {
			this.linearizable = new Group();
		}
		return readId;
	}

	/** Number for the gathered reads that may use the lease; 0 if none. */
	long askLease() {
		long readId = ask(this.lease);
		if (readId != 0L) {
			this.lease = new Group();
		}
		return readId;
	}

	private long ask(Group group) {
		if (group.requests.isEmpty()) {
			return 0L;
		}
		group.readId = ++this.lastReadId;
		this.asked.add(group);
		return group.readId;
	}

	void ready(long readId, long index) {
		this.toldIndex = Math.max(this.toldIndex, index);
		Group group = take(readId);
		if (group != null) {
			for (ReadRequest request : group.requests) {
				request.index = index;
				this.waitingForApply.addLast(request);
			}
		}
	}

	/** The highest index that a leader has told for reads, 0 for none yet. */
	long toldIndex() {
		return this.toldIndex;
	}

	void failed(long readId) {
		Group group = take(readId);
		if (group != null) {
			RuntimeException failure = this.notLeader.get();
			group.requests.forEach((request) -> this.completions.fail(request, failure));
		}
	}

	/** Gives the applier every read whose index is applied; returns how many. */
	int release(long appliedIndex, Applier applier) {
		while (!this.released.isEmpty() && this.released.peekFirst().isDone()) {
			this.released.removeFirst();
		}
		int released = 0;
		ReadRequest first = this.waitingForApply.peekFirst();
		while (first != null && first.index <= appliedIndex) {
			this.released.addLast(first);
			applier.offer(this.waitingForApply.removeFirst());
			released++;
			first = this.waitingForApply.peekFirst();
		}
		return released + releaseNamed(appliedIndex, applier);
	}

	private int releaseNamed(long appliedIndex, Applier applier) {
		int released = 0;
		for (int i = this.waitingForIndex.size() - 1; i >= 0; i--) {
			ReadRequest request = this.waitingForIndex.get(i);
			if (request.index <= appliedIndex) {
				this.waitingForIndex.remove(i);
				this.released.addLast(request);
				applier.offer(request);
				released++;
			}
		}
		return released;
	}

	/** Ends reads that have waited too long. */
	void expire(long nowNanos) {
		for (Group group : this.asked) {
			expire(group.requests, nowNanos);
		}
		this.asked.removeIf((group) -> group.requests.isEmpty());
		expire(this.waitingForApply, nowNanos);
		expire(this.waitingForIndex, nowNanos);
		expire(this.released, nowNanos);
	}

	private void expire(Iterable<ReadRequest> requests, long nowNanos) {
		Iterator<ReadRequest> iterator = requests.iterator();
		while (iterator.hasNext()) {
			ReadRequest request = iterator.next();
			if (request.isDone()) {
				iterator.remove();
			}
			else if (request.deadlineNanos - nowNanos <= 0) {
				iterator.remove();
				this.completions.fail(request, new RaftTimeoutException("The read got no answer in time"));
			}
		}
	}

	/** Ends all of them. */
	void failAll(RuntimeException failure) {
		for (Group group : this.asked) {
			group.requests.forEach((request) -> this.completions.fail(request, failure));
		}
		this.asked.clear();
		this.linearizable.requests.forEach((request) -> this.completions.fail(request, failure));
		this.lease.requests.forEach((request) -> this.completions.fail(request, failure));
		this.waitingForApply.forEach((request) -> this.completions.fail(request, failure));
		this.waitingForApply.clear();
		this.waitingForIndex.forEach((request) -> this.completions.fail(request, failure));
		this.waitingForIndex.clear();
		this.released.forEach((request) -> this.completions.fail(request, failure));
		this.released.clear();
	}

	boolean isWaitingForApply() {
		return !this.waitingForApply.isEmpty() || !this.waitingForIndex.isEmpty();
	}

	/** Those that are not with the applier yet. */
	int size() {
		int size = this.waitingForApply.size() + this.waitingForIndex.size() + this.linearizable.requests.size()
				+ this.lease.requests.size();
		for (int i = 0; i < this.asked.size(); i++) {
			size += this.asked.get(i).requests.size();
		}
		return size;
	}

	private @Nullable Group take(long readId) {
		for (int i = 0; i < this.asked.size(); i++) {
			if (this.asked.get(i).readId == readId) {
				return this.asked.remove(i);
			}
		}
		return null;
	}

	private static final class Group {

		final List<ReadRequest> requests = new ArrayList<>();

		long readId;

	}

}
