package io.raftboot.spring;

import io.raftboot.core.model.FencingToken;
import io.raftboot.core.node.Leadership;
import io.raftboot.core.node.NotLeaderException;
import org.jspecify.annotations.Nullable;

/**
 * Whether this node may act as the only leader of its cluster. No two nodes may at the
 * same time, by their clocks, which need to run at the same speed within 10 %; never
 * before the application is ready. For any thread, and cheap.
 * <p>
 * Within a {@link LeaderOnly} call, and what runs by {@link #within}, this is about the
 * leadership under which the call began: it does not come back when the node is elected
 * again.
 */
public interface RaftLeadership {

	/**
	 * The leadership that this node, or the call under way on this thread, has; null if
	 * none. It may have run out: {@link Leadership#isHeld()}.
	 */
	@Nullable Leadership current();

	/**
	 * Whether this node may act as leader at this moment. The clock decides: after a
	 * pause of the process it is false at once, before the node has noticed anything.
	 */
	default boolean isLeader() {
		Leadership leadership = current();
		return leadership != null && leadership.isHeld();
	}

	/**
	 * The leadership, held at this moment.
	 * @return the leadership
	 * @throws NotLeaderException if there is none, or it has run out
	 */
	default Leadership require() {
		Leadership leadership = current();
		if (leadership == null) {
			throw new NotLeaderException(null, "This node is not the leader");
		}
		leadership.requireHeld();
		return leadership;
	}

	/**
	 * Runs this if this node is the leader, as a {@link LeaderOnly} method would be.
	 * @param work to be done by the leader only
	 * @return whether it was run
	 */
	default boolean runIfLeader(Runnable work) {
		Leadership leadership = current();
		if (leadership == null || !leadership.isHeld()) {
			return false;
		}
		within(leadership, () -> {
			work.run();
			return Boolean.TRUE;
		});
		return true;
	}

	/**
	 * Runs this under a leadership, held or not: what asks for {@link #current()} on this
	 * thread meanwhile is given it. For work that another thread goes on with.
	 * @param <T> type of the result
	 * @param <E> type of its failure
	 * @param leadership under which it is done
	 * @param work to be done
	 * @return its result
	 * @throws E if it fails
	 */
	<T extends @Nullable Object, E extends Throwable> T within(Leadership leadership, Work<T, E> work) throws E;

	/**
	 * A leadership that is always held, for tests of {@link LeaderOnly} methods and for
	 * an application that runs alone, without a node ({@code raft.enabled=false}).
	 * @return to be declared as a bean
	 */
	static RaftLeadership always() {
		Leadership leadership = Leadership.permanent(new FencingToken(0L, 0L));
		return new RaftLeadership() {

			@Override
			public Leadership current() {
				return leadership;
			}

			@Override
			public <T extends @Nullable Object, E extends Throwable> T within(Leadership held, Work<T, E> work)
					throws E {
				return work.run();
			}

		};
	}

	/**
	 * What is done under a leadership.
	 *
	 * @param <T> type of the result
	 * @param <E> type of its failure
	 */
	@FunctionalInterface
	interface Work<T extends @Nullable Object, E extends Throwable> {

		/**
		 * Does it.
		 * @return the result
		 * @throws E if it fails
		 */
		T run() throws E;

	}

}
