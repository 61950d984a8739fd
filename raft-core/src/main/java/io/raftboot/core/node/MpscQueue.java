package io.raftboot.core.node;

import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * A queue for many producers and one consumer that allocates nothing: the elements are
 * its links (Vyukov's non-intrusive queue turned intrusive). An element may be in one
 * queue at a time.
 */
final class MpscQueue<T extends MpscQueue.Link> {

	private final Link stub = new Stub();

	private final AtomicReference<Link> tail = new AtomicReference<>(this.stub);

	private Link head = this.stub;

	/** Appends; for any thread. */
	void offer(T element) {
		append(element);
	}

	private void append(Link element) {
		element.next(null);
		this.tail.getAndSet(element).next(element);
	}

	/**
	 * Takes the first element; for the consumer only. May answer null while a producer is
	 * between its two steps: that producer wakes the consumer afterwards.
	 */
	@SuppressWarnings("unchecked")
	@Nullable T poll() {
		Link first = this.head;
		Link second = first.next();
		if (first == this.stub) {
			if (second == null) {
				return null;
			}
			this.head = second;
			first = second;
			second = first.next();
		}
		if (second != null) {
			this.head = second;
			return (T) first;
		}
		if (first != this.tail.get()) {
			return null;
		}
		append(this.stub);
		second = first.next();
		if (second == null) {
			return null;
		}
		this.head = second;
		return (T) first;
	}

	/**
	 * Whether nothing is left, not even an element whose producer is between its two
	 * steps; for the consumer only.
	 */
	boolean isDrained() {
		return this.head == this.stub && this.tail.get() == this.stub;
	}

	/** Something that can be queued. */
	interface Link {

		@Nullable Link next();

		/** Must be a volatile write. */
		void next(@Nullable Link next);

	}

	/** A link for whoever has no other class to extend. */
	abstract static class Linked implements Link {

		private volatile @Nullable Link next;

		@Override
		public final @Nullable Link next() {
			return this.next;
		}

		@Override
		public final void next(@Nullable Link next) {
			this.next = next;
		}

	}

	private static final class Stub extends Linked {

	}

}
