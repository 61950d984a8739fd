package io.raftboot.test.linearizability;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Invocations and returns in the order of real time, a doubly linked list from which an
 * operation can be lifted and put back in constant time, the last lifted first. An
 * operation of unknown outcome has no return here.
 */
final class Events {

	private final Event head = new Event(-1, true, Long.MIN_VALUE);

	private int returns;

	Events(List<? extends Operation<?, ?>> operations) {
		List<Event> all = new ArrayList<>(2 * operations.size());
		for (int index = 0; index < operations.size(); index++) {
			Operation<?, ?> operation = operations.get(index);
			Event invocation = new Event(index, false, operation.invoked());
			all.add(invocation);
			if (!operation.unknown()) {
				invocation.answer = new Event(index, true, operation.returned());
				all.add(invocation.answer);
				this.returns++;
			}
		}
		// At the same time an invocation comes first: the operations then overlap.
		all.sort(Comparator.comparingLong((Event event) -> event.time).thenComparing(Event::isReturn));
		Event last = this.head;
		for (Event event : all) {
			event.linkAfter(last);
			last = event;
		}
	}

	@Nullable Event first() {
		return this.head.next;
	}

	boolean hasReturns() {
		return this.returns > 0;
	}

	void lift(Event invocation) {
		invocation.unlink();
		if (invocation.answer != null) {
			invocation.answer.unlink();
			this.returns--;
		}
	}

	void putBack(Event invocation) {
		if (invocation.answer != null) {
			invocation.answer.relink();
			this.returns++;
		}
		invocation.relink();
	}

	/** An invocation or a return. */
	static final class Event {

		private final int operation;

		private final boolean isReturn;

		private final long time;

		private @Nullable Event answer;

		private @Nullable Event previous;

		private @Nullable Event next;

		private Event(int operation, boolean isReturn, long time) {
			this.operation = operation;
			this.isReturn = isReturn;
			this.time = time;
		}

		int operation() {
			return this.operation;
		}

		boolean isReturn() {
			return this.isReturn;
		}

		@Nullable Event next() {
			return this.next;
		}

		private void linkAfter(Event last) {
			last.next = this;
			this.previous = last;
		}

		private void unlink() {
			if (this.previous != null) {
				this.previous.next = this.next;
			}
			if (this.next != null) {
				this.next.previous = this.previous;
			}
		}

		private void relink() {
			if (this.previous != null) {
				this.previous.next = this;
			}
			if (this.next != null) {
				this.next.previous = this;
			}
		}

	}

}
