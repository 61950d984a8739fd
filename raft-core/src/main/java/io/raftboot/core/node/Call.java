package io.raftboot.core.node;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import org.jspecify.annotations.Nullable;

/**
 * A caller's future on its way through the node: the link of the queue it stands in, the
 * time it has, and the room it takes until it ends, in one object.
 */
abstract class Call<T> extends CompletableFuture<T> implements MpscQueue.Link {

	@SuppressWarnings("rawtypes")
	private static final AtomicIntegerFieldUpdater<Call> RELEASED = AtomicIntegerFieldUpdater.newUpdater(Call.class,
			"released");

	@SuppressWarnings("rawtypes")
	private static final AtomicReferenceFieldUpdater<Call, MpscQueue.Link> NEXT = AtomicReferenceFieldUpdater
		.newUpdater(Call.class, MpscQueue.Link.class, "next");

	final long deadlineNanos;

	/** Where it counts while it waits; null for one that is another node's to count. */
	private final @Nullable PendingLimits limits;

	private final int bytes;

	private volatile int released;

	private volatile MpscQueue.@Nullable Link next;

	/**
	 * A call for which room was taken already.
	 * @param bytes as they were taken from the limits
	 */
	Call(long deadlineNanos, @Nullable PendingLimits limits, int bytes) {
		this.deadlineNanos = deadlineNanos;
		this.limits = limits;
		this.bytes = bytes;
	}

	@Override
	public boolean complete(T value) {
		release(null);
		return super.complete(value);
	}

	@Override
	public boolean completeExceptionally(Throwable failure) {
		release(failure);
		return super.completeExceptionally(failure);
	}

	@Override
	public boolean cancel(boolean mayInterruptIfRunning) {
		release(new CancellationException());
		return super.cancel(mayInterruptIfRunning);
	}

	/** As they were taken from the limits. */
	final int bytes() {
		return this.bytes;
	}

	/** Before the end is told, so that whoever hears of it finds the room free; once. */
	final void release(@Nullable Throwable failure) {
		if (isFirstToRelease()) {
			this.limits.release(this.bytes);
			measure(this.limits, failure);
		}
	}

	/** The same for one of several that are about to end well. */
	final void releaseInto(FreedRoom freed) {
		if (isFirstToRelease()) {
			freed.add(this.limits, this.bytes);
			measure(this.limits, null);
		}
	}

	private boolean isFirstToRelease() {
		return this.limits != null && this.released == 0 && RELEASED.compareAndSet(this, 0, 1);
	}

	private void measure(PendingLimits limits, @Nullable Throwable failure) {
		CallMeter meter = limits.meter();
		if (meter != null) {
			measure(meter, failure);
		}
	}

	/** Tells the meter that it ends now. */
	abstract void measure(CallMeter meter, @Nullable Throwable failure);

	@Override
	public final MpscQueue.@Nullable Link next() {
		return this.next;
	}

	@Override
	public final void next(MpscQueue.@Nullable Link next) {
		NEXT.lazySet(this, next);
	}

}
