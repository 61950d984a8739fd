package io.raftboot.core.protocol;

import java.util.ArrayDeque;
import java.util.List;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import static org.assertj.core.api.Assertions.assertThat;

/** A queue that grows and wraps stays a queue. */
class LongPairQueueTests {

	/** Below 0 takes, 40 clears, 41 and more cap, the rest adds. */
	@Property
	void behavesLikeAQueueOfPairs(@ForAll @Size(max = 400) List<@IntRange(min = -25, max = 45) Integer> operations) {
		LongPairQueue queue = new LongPairQueue();
		ArrayDeque<long[]> model = new ArrayDeque<>();
		long key = 0;
		for (int operation : operations) {
			if (operation < 0) {
				if (!model.isEmpty()) {
					queue.removeFirst();
					model.removeFirst();
				}
			}
			else if (operation < 40) {
				key++;
				queue.add(key, 3 * key);
				model.addLast(new long[] { key, 3 * key });
			}
			else if (operation == 40) {
				queue.clear();
				model.clear();
			}
			else {
				long highest = 3 * key - operation;
				queue.capValues(highest);
				model.forEach(pair -> pair[1] = Math.min(pair[1], highest));
			}
			same(queue, model);
		}
		drained(queue, model);
	}

	private static void same(LongPairQueue queue, ArrayDeque<long[]> model) {
		assertThat(queue.size()).isEqualTo(model.size());
		assertThat(queue.isEmpty()).isEqualTo(model.isEmpty());
		if (!model.isEmpty()) {
			assertThat(new long[] { queue.firstKey(), queue.firstValue() }).isEqualTo(model.getFirst());
		}
	}

	private static void drained(LongPairQueue queue, ArrayDeque<long[]> model) {
		while (!queue.isEmpty()) {
			same(queue, model);
			queue.removeFirst();
			model.removeFirst();
		}
		assertThat(model).isEmpty();
	}

}
