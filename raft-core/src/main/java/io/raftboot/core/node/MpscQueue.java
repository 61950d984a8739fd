package io.raftboot.core.node;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A queue for many producers and one consumer that allocates nothing: the elements are
 * its links (Vyukov's non-intrusive queue turned intrusive). An element may be in one
 * queue at a time.
 */
final class MpscQueue<T extends MpscQueue.Link> {

	/** The producer may have been interrupted between its steps. */
	private static final int LOOKS_BEFORE_YIELD = 64;

	/** Stands for an empty queue. */
	private final Link stub;

	private final AtomicReference<Link> tail;

	private Link head;

	MpscQueue() {
		this(new Stub());
	}

	/** With a link of a test, where a producer can be held up. */
	MpscQueue(Link stub) {
		this.stub = stub;
		this.tail = new AtomicReference<>(stub);
		this.head = stub;
	}

	/** Appends; for any thread. */
	void offer(T element) {
		append(element);
	}

	private void append(Link element) {
		element.next(null);
		this.tail.getAndSet(element).next(element);
	}

	/**
	 * Takes the first element, null if nothing was offered; for the consumer only. Waits
	 * for a producer that is between its two steps, so that only the first of them, which
	 * is a full fence anyway, has to come before a look at whether the consumer sleeps.
	 */
	@SuppressWarnings("unchecked")
	@Nullable T poll() {
		Link first = firstElement(this.head);
		if (first != null) {
			this.head = behind(first);
		}
		return (T) first;
	}

	/**
	 * Takes elements as {@link #poll} does until there are none, or so many are taken.
	 * Only at the end it notes where the queue begins now: under G1 each reference to a
	 * new object that an old one is given costs a full fence (ADR 27). The taker must not
	 * take from this queue itself.
	 * @return how many it took
	 */
	@SuppressWarnings("unchecked")
	int drain(int max, Consumer<? super T> taker) {
		int taken = 0;
		Link rest = this.head;
		try {
			Link first = firstElement(rest);
			while (first != null && taken < max) {
				rest = behind(first);
				taken++;
				taker.accept((T) first);
				first = firstElement(rest);
			}
		}
		finally {
			this.head = rest;
		}
		return taken;
	}

	/** The first element of what begins with this link, null if there is none. */
	private @Nullable Link firstElement(Link link) {
		if (link != this.stub) {
			return link;
		}
		return (this.tail.get() == this.stub) ? null : successor(link);
	}

	/** What the queue begins with when this element is taken. */
	private Link behind(Link element) {
		Link next = element.next();
		if (next == null) {
			if (element == this.tail.get()) {
				append(this.stub);
			}
			next = successor(element);
		}
		// Who keeps an element must not keep all that came after it
		element.next(null);
		return next;
	}

	/** One that is there already, or about to be linked by its producer. */
	private static Link successor(Link link) {
		Link next = link.next();
		for (int looks = 1; next == null; looks++) {
			if (looks % LOOKS_BEFORE_YIELD == 0) {
				Thread.yield();
			}
			Thread.onSpinWait();
			next = link.next();
		}
		return next;
	}

	/** Whether {@link #poll} would find nothing; for the consumer only. */
	boolean isDrained() {
		return this.head == this.stub && this.tail.get() == this.stub;
	}

	/** Something that can be queued. */
	interface Link {

		@Nullable Link next();

		/** Must be a release write; a volatile one would be a fence too many. */
		void next(@Nullable Link next);

	}

	/** A link for whoever has no other class to extend. */
	abstract static class Linked implements Link {

		private static final AtomicReferenceFieldUpdater<Linked, Link> NEXT = AtomicReferenceFieldUpdater
			.newUpdater(Linked.class, Link.class, "next");

		private volatile @Nullable Link next;

		@Override
		public final @Nullable Link next() {
			return this.next;
		}

		@Override
		public final void next(@Nullable Link next) {
			NEXT.lazySet(this, next);
		}

	}

	private static final class Stub extends Linked {

	}

}
