package io.raftboot.test.linearizability;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks for an order of the operations of a history that agrees with real time and
 * explains every answer by the model: Herlihy and Wing's definition, searched by Wing and
 * Gong's backtracking with Lowe's memory of visited configurations, partition by
 * partition. A search takes exponential time in the number of operations under way at
 * once, operations without an outcome included, hence the limit.
 */
public final class LinearizabilityChecker {

	private final Duration timeLimit;

	/**
	 * @param timeLimit for a whole history
	 */
	public LinearizabilityChecker(Duration timeLimit) {
		this.timeLimit = timeLimit;
	}

	/** Checks all operations recorded so far. */
	public <S, I, O> Verdict check(Model<S, I, O> model, History<I, O> history) {
		return check(model, history.operations());
	}

	/** Checks these operations; their order in the list does not matter. */
	public <S, I, O> Verdict check(Model<S, I, O> model, List<Operation<I, O>> operations) {
		long deadlineNanos = System.nanoTime() + this.timeLimit.toNanos();
		Verdict undecided = null;
		for (Map.Entry<Object, List<Operation<I, O>>> partition : partitions(model, operations).entrySet()) {
			Search<S, I, O> search = new Search<>(model, partition.getValue(), deadlineNanos);
			Verdict.Outcome outcome = search.run();
			if (outcome == Verdict.Outcome.NOT_LINEARIZABLE) {
				return new Verdict(outcome, explain(partition.getKey(), search));
			}
			if (outcome == Verdict.Outcome.UNDECIDED) {
				undecided = new Verdict(outcome, explain(partition.getKey(), search));
			}
		}
		return (undecided != null) ? undecided : Verdict.linearizable();
	}

	private static <S, I, O> Map<Object, List<Operation<I, O>>> partitions(Model<S, I, O> model,
			List<Operation<I, O>> operations) {
		Map<Object, List<Operation<I, O>>> partitions = new LinkedHashMap<>();
		for (Operation<I, O> operation : operations) {
			if (operation.unknown() && model.readOnly(operation.input())) {
				continue;
			}
			partitions.computeIfAbsent(model.partition(operation.input()), (key) -> new ArrayList<>()).add(operation);
		}
		return partitions;
	}

	private static String explain(Object partition, Search<?, ?, ?> search) {
		StringBuilder text = new StringBuilder();
		text.append("Partition '").append(partition).append("': ");
		text.append(search.longestSize()).append(" of ").append(search.size()).append(" operations explained");
		text.append("\n the last of them:\n");
		search.longestTail(10).forEach((operation) -> text.append("  ").append(operation).append('\n'));
		text.append(" state after them: ").append(search.longestState()).append('\n');
		text.append(" no place for one of:\n");
		search.stuck().forEach((operation) -> text.append("  ").append(operation).append('\n'));
		return text.toString();
	}

}
