package io.raftboot.core.node;

import java.util.ArrayDeque;
import java.util.function.Consumer;

import io.raftboot.core.model.EntryBatch;
import io.raftboot.core.protocol.PeerProgress;
import io.raftboot.core.protocol.RaftCore;
import org.jspecify.annotations.Nullable;

/**
 * Gives the applier what is committed and durable here, in order, with the callers that
 * wait for it; not more ahead than a slow state machine can hold in memory. Loop thread
 * only.
 */
final class CommitHandOver {

	private static final long BYTES_AHEAD_MAX = 32L << 20;

	private static final int ENTRIES_FROM_LOG_MAX = 4096;

	private static final long ENTRIES_AHEAD_MAX = 1L << 17;

	private final RaftCore core;

	private final EntryCache cache;

	private final EntryArena arena;

	private final Applier applier;

	private final ForwardedCalls forwarded;

	/**
	 * Items with waiting callers that the applier has not finished, as far as is known.
	 */
	private final ArrayDeque<ApplyItem> handedOut = new ArrayDeque<>();

	private long handedIndex;

	private long handedBytes;

	private boolean fromDisk;

	/**
	 * Begins behind this index, up to which the machines are restored already.
	 */
	CommitHandOver(RaftCore core, EntryCache cache, EntryArena arena, Applier applier, ForwardedCalls forwarded,
			long startIndex) {
		this.handedIndex = startIndex;
		this.core = core;
		this.cache = cache;
		this.arena = arena;
		this.applier = applier;
		this.forwarded = forwarded;
	}

	/** Whether callers wait for what the applier has, as far as is known. */
	boolean isAwaited() {
		return !this.handedOut.isEmpty();
	}

	/** Whether the applier has to read what was handed over last. */
	boolean isFromDisk() {
		return this.fromDisk;
	}

	/** Up to here the applier has what it needs. */
	long handedIndex() {
		return this.handedIndex;
	}

	/**
	 * Hands over up to this index; returns the number of items, for which the applier is
	 * to be woken.
	 */
	int handOver(long commitIndex) {
		long limit = Math.min(commitIndex, this.core.durableIndex());
		forgetApplied();
		this.fromDisk = false;
		int items = 0;
		while (this.handedIndex < limit && hasRoom()) {
			ApplyItem item = nextItem(limit);
			this.applier.offer(item);
			if (item.proposals != null) {
				this.handedOut.add(item);
			}
			this.handedIndex = item.lastIndex;
			this.handedBytes += item.bytes();
			items++;
		}
		this.cache.evict(this.core.durableIndex(), this.handedIndex, sentIndex());
		this.arena.reclaim(this.applier.appliedIndex());
		return items;
	}

	/**
	 * A snapshot takes the place of all entries up to its index. To be called before the
	 * log is touched: the applier may be reading it.
	 */
	void install(Installation installation) {
		this.applier.install(new ApplyItem(installation));
		this.handedIndex = installation.index();
		this.forwarded.skipTo(this.handedIndex);
	}

	/** Tells who waits for what the applier has, but has not applied. */
	void forEachHandedOut(Consumer<Proposal> action) {
		forgetApplied();
		this.handedOut.forEach((item) -> item.forEachProposal(action));
	}

	private void forgetApplied() {
		long appliedIndex = this.applier.appliedIndex();
		while (!this.handedOut.isEmpty() && this.handedOut.peek().lastIndex <= appliedIndex) {
			this.handedOut.remove();
		}
	}

	/**
	 * No memory is kept for peers that leave, or are asked where their logs agree: they
	 * get what they lack from the log.
	 */
	private long sentIndex() {
		long sentIndex = Long.MAX_VALUE;
		for (int i = 0; i < this.core.peerCount(); i++) {
			PeerProgress peer = this.core.peer(i);
			if (peer.isReplicating()) {
				sentIndex = Math.min(sentIndex, peer.nextIndex() - 1);
			}
		}
		return sentIndex;
	}

	private boolean hasRoom() {
		return this.handedBytes - this.applier.appliedBytes() < BYTES_AHEAD_MAX
				&& this.handedIndex - this.applier.appliedIndex() < ENTRIES_AHEAD_MAX;
	}

	private ApplyItem nextItem(long limit) {
		long first = this.handedIndex + 1;
		CachedBatch cached = this.cache.find(first);
		if (cached == null) {
			this.fromDisk = true;
			long last = Math.min(Math.min(limit, this.cache.firstIndex() - 1), first + ENTRIES_FROM_LOG_MAX - 1);
			return new ApplyItem(first, last, this.forwarded.take(first, last, this.core::termOf));
		}
		long last = Math.min(limit, cached.batch().lastIndex());
		EntryBatch entries = cached.batch().range(first, last);
		Proposal @Nullable [] proposals = cached.proposals(first, last);
		if (proposals == null && this.forwarded.isWaitingFor(last)) {
			proposals = this.forwarded.take(first, last, this.core::termOf);
		}
		return new ApplyItem(entries, proposals);
	}

}
