package io.raftboot.core.node;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Calls in the order in which they came, linked by themselves: one chain follows another
 * in one step, however long they are. A call may be in one chain at a time, and in none
 * while it is in an {@link MpscQueue}. For one thread at a time.
 */
final class CallChain<T extends Call<?>> implements Iterable<T> {

	private @Nullable T first;

	private @Nullable T last;

	private int size;

	boolean isEmpty() {
		return this.first == null;
	}

	int size() {
		return this.size;
	}

	@Nullable T first() {
		return this.first;
	}

	@SuppressWarnings("unchecked")
	@Nullable T after(T call) {
		return (T) call.next();
	}

	void add(T call) {
		call.next(null);
		append(call, call, 1);
	}

	/** Takes over all of another one, which is empty then. */
	void addAll(CallChain<T> other) {
		if (other.first != null) {
			append(other.first, other.last, other.size);
			other.first = null;
			other.last = null;
			other.size = 0;
		}
	}

	private void append(T first, T last, int size) {
		if (this.last == null) {
			this.first = first;
		}
		else {
			this.last.next(first);
		}
		this.last = last;
		this.size += size;
	}

	/**
	 * Takes out the first one.
	 * @throws NoSuchElementException if there is none
	 */
	T remove() {
		T removed = this.first;
		if (removed == null) {
			throw new NoSuchElementException();
		}
		startAt(after(removed), this.size - 1);
		removed.next(null);
		return removed;
	}

	/** Takes out as many of the first ones as the target has room for. */
	void removeInto(T[] target) {
		T next = this.first;
		for (int i = 0; i < target.length; i++) {
			if (next == null) {
				throw new NoSuchElementException();
			}
			T call = next;
			target[i] = call;
			next = after(call);
			call.next(null);
		}
		startAt(next, this.size - target.length);
	}

	private void startAt(@Nullable T first, int size) {
		this.first = first;
		if (first == null) {
			this.last = null;
		}
		this.size = size;
	}

	/** Takes out all that fit the condition, and returns them. */
	CallChain<T> removeIf(Predicate<? super T> condition) {
		CallChain<T> kept = new CallChain<>();
		CallChain<T> removed = new CallChain<>();
		if (!hasAny(condition)) {
			return removed;
		}
		for (T call = this.first; call != null;) {
			T next = after(call);
			(condition.test(call) ? removed : kept).add(call);
			call = next;
		}
		this.first = kept.first;
		this.last = kept.last;
		this.size = kept.size;
		return removed;
	}

	private boolean hasAny(Predicate<? super T> condition) {
		for (T call = this.first; call != null; call = after(call)) {
			if (condition.test(call)) {
				return true;
			}
		}
		return false;
	}

	/** Takes out all of them, one by one. */
	void drain(Consumer<? super T> taker) {
		while (this.first != null) {
			taker.accept(remove());
		}
	}

	@Override
	public Iterator<T> iterator() {
		return new Iterator<>() {

			private @Nullable T next = CallChain.this.first;

			@Override
			public boolean hasNext() {
				return this.next != null;
			}

			@Override
			public T next() {
				T call = this.next;
				if (call == null) {
					throw new NoSuchElementException();
				}
				this.next = after(call);
				return call;
			}

		};
	}

}
