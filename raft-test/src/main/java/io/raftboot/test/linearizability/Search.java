package io.raftboot.test.linearizability;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The search for one partition. The invocations and returns still to be explained stand
 * in {@link Events}, in the order of real time. The operation to come next is one invoked
 * before the first return that stands there; taking it lifts both of its events out, and
 * going back puts them in again. Operations without an outcome are tried last: most of
 * them are never needed. A configuration (operations taken, state) is never visited
 * twice.
 */
final class Search<S, I, O> {

	private static final int STEPS_BETWEEN_CLOCK_READS = 1024;

	private final Model<S, I, O> model;

	private final List<Operation<I, O>> operations;

	private final long deadlineNanos;

	private final Events events;

	private final Set<Configuration<S>> visited = new HashSet<>();

	private final BitSet taken = new BitSet();

	private final Deque<Taken<S>> path = new ArrayDeque<>();

	private S state;

	private List<Integer> longest = List.of();

	private S longestState;

	private @Nullable BitSet stuckTaken;

	private long stuckBefore;

	Search(Model<S, I, O> model, List<Operation<I, O>> operations, long deadlineNanos) {
		this.model = model;
		this.operations = operations;
		this.deadlineNanos = deadlineNanos;
		this.events = new Events(operations);
		this.state = model.initial();
		this.longestState = this.state;
	}

	Verdict.Outcome run() {
		Events.@Nullable Event event = this.events.first();
		boolean tryUnknown = false;
		for (long steps = 0; this.events.hasReturns(); steps++) {
			if (steps % STEPS_BETWEEN_CLOCK_READS == 0 && System.nanoTime() - this.deadlineNanos >= 0) {
				return Verdict.Outcome.UNDECIDED;
			}
			if (event == null) {
				throw new IllegalStateException("A return is missing from the list of events");
			}
			if (!event.isReturn()) {
				boolean taken = isUnknown(event) == tryUnknown && take(event);
				event = taken ? this.events.first() : event.next();
				tryUnknown &= !taken;
			}
			else if (!tryUnknown) {
				tryUnknown = true;
				event = this.events.first();
			}
			else {
				keepLongest(event);
				if (this.path.isEmpty()) {
					return Verdict.Outcome.NOT_LINEARIZABLE;
				}
				Events.Event last = goBack();
				tryUnknown = isUnknown(last);
				event = last.next();
			}
		}
		return Verdict.Outcome.LINEARIZABLE;
	}

	private boolean isUnknown(Events.Event event) {
		return this.operations.get(event.operation()).unknown();
	}

	private boolean take(Events.Event invocation) {
		int index = invocation.operation();
		Operation<I, O> operation = this.operations.get(index);
		S next = this.model.step(this.state, operation.input(), operation.output());
		if (next == null) {
			return false;
		}
		// What nobody heard of and changes nothing here needs no place here.
		if (operation.unknown() && next.equals(this.state) || lastWasNoUse(operation, next)) {
			return false;
		}
		this.taken.set(index);
		if (!this.visited.add(new Configuration<>((BitSet) this.taken.clone(), next))) {
			this.taken.clear(index);
			return false;
		}
		this.path.push(new Taken<>(invocation, this.state));
		this.state = next;
		this.events.lift(invocation);
		return true;
	}

	/**
	 * Whether the operation taken last is one of unknown outcome without which all would
	 * be the same now. An order without it is then as good, and leaves it for later.
	 */
	private boolean lastWasNoUse(Operation<I, O> operation, S next) {
		Taken<S> last = this.path.peek();
		return last != null && isUnknown(last.invocation())
				&& next.equals(this.model.step(last.before(), operation.input(), operation.output()));
	}

	private Events.Event goBack() {
		Taken<S> last = this.path.pop();
		this.state = last.before();
		this.taken.clear(last.invocation().operation());
		this.events.putBack(last.invocation());
		return last.invocation();
	}

	private void keepLongest(Events.Event firstReturn) {
		if (this.stuckTaken != null && this.path.size() <= this.longest.size()) {
			return;
		}
		List<Integer> longest = new ArrayList<>(this.path.size());
		this.path.descendingIterator().forEachRemaining((taken) -> longest.add(taken.invocation().operation()));
		this.longest = longest;
		this.longestState = this.state;
		this.stuckTaken = (BitSet) this.taken.clone();
		this.stuckBefore = this.operations.get(firstReturn.operation()).returned();
	}

	int size() {
		return this.operations.size();
	}

	int longestSize() {
		return this.longest.size();
	}

	S longestState() {
		return this.longestState;
	}

	List<Operation<I, O>> longestTail(int count) {
		List<Operation<I, O>> tail = new ArrayList<>();
		for (int index : this.longest.subList(Math.max(0, this.longest.size() - count), this.longest.size())) {
			tail.add(this.operations.get(index));
		}
		return tail;
	}

	/** What could have come next after the longest order found, but none of it fits. */
	List<Operation<I, O>> stuck() {
		List<Operation<I, O>> stuck = new ArrayList<>();
		for (int index = 0; index < this.operations.size(); index++) {
			Operation<I, O> operation = this.operations.get(index);
			if (this.stuckTaken != null && !this.stuckTaken.get(index) && operation.invoked() < this.stuckBefore) {
				stuck.add(operation);
			}
		}
		return stuck;
	}

	private record Configuration<S>(BitSet taken, S state) {
	}

	private record Taken<S>(Events.Event invocation, S before) {
	}

}
