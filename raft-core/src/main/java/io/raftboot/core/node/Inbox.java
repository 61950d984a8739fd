package io.raftboot.core.node;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * What reaches the loop from other threads: commands, reads, progress of the writer, and
 * rare tasks. Offering is wait-free and allocates nothing for commands and reads; whoever
 * offers wakes the loop.
 */
final class Inbox {

	private final MpscQueue<Proposal> proposals = new MpscQueue<>();

	private final MpscQueue<ReadRequest> reads = new MpscQueue<>();

	private final Queue<LoopTask> tasks = new ConcurrentLinkedQueue<>();

	private final Runnable wakeUp;

	/** Written by the log writer only. */
	private volatile long persistedNumber;

	/** Written by the loop only. */
	private volatile boolean awaitsDisk = true;

	Inbox(Runnable wakeUp) {
		this.wakeUp = wakeUp;
	}

	void offer(Proposal proposal) {
		this.proposals.offer(proposal);
		this.wakeUp.run();
	}

	void offer(ReadRequest read) {
		this.reads.offer(read);
		this.wakeUp.run();
	}

	/** Something rare to do on the loop. */
	void execute(Runnable task) {
		execute(task, null);
	}

	/**
	 * Something rare to do on the loop.
	 * @param call ends when the loop never comes to it
	 */
	void execute(Runnable task, @Nullable CompletableFuture<?> call) {
		execute(task, call, null);
	}

	/**
	 * Something rare to do on the loop.
	 * @param call ends when the loop never comes to it
	 * @param failure how it ends then, null if nothing was done for it
	 */
	void execute(Runnable task, @Nullable CompletableFuture<?> call, @Nullable RuntimeException failure) {
		this.tasks.add(new LoopTask(task, call, failure));
		this.wakeUp.run();
	}

	/** Up to this write all is durable; wakes the loop if it awaits that. */
	void persisted(long writeNumber) {
		this.persistedNumber = writeNumber;
		if (this.awaitsDisk) {
			this.wakeUp.run();
		}
	}

	/**
	 * Whether anything waits for the disk; if not, the loop learns in some later turn
	 * what is durable. After it has said so, it looks once more at
	 * {@link #persistedNumber}.
	 */
	void awaitDisk(boolean awaits) {
		if (this.awaitsDisk != awaits) {
			this.awaitsDisk = awaits;
		}
	}

	long persistedNumber() {
		return this.persistedNumber;
	}

	/** Whether commands wait; for the loop only. */
	boolean hasProposals() {
		return !this.proposals.isDrained();
	}

	/** Gives out the commands that wait; returns how many. */
	int drainProposals(Consumer<Proposal> taker) {
		return this.proposals.drain(Integer.MAX_VALUE, taker);
	}

	/** Gives out reads that wait, but no more than so many; returns how many. */
	int drainReads(int max, Consumer<ReadRequest> taker) {
		return this.reads.drain(max, taker);
	}

	@Nullable LoopTask pollTask() {
		return this.tasks.poll();
	}

	/** Whether nothing is left of what was offered; for the loop only. */
	boolean isDrained() {
		return this.proposals.isDrained() && this.reads.isDrained() && this.tasks.isEmpty();
	}

	/**
	 * A task for the loop.
	 *
	 * @param action what to do
	 * @param call who waits for it, null if nobody does
	 * @param failure how the call ends if this is never done, null if it was for nothing
	 */
	record LoopTask(Runnable action, @Nullable CompletableFuture<?> call, @Nullable RuntimeException failure) {
	}

}
