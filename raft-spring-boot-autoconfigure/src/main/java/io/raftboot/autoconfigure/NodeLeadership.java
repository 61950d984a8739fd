package io.raftboot.autoconfigure;

import java.util.function.BooleanSupplier;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.node.Leadership;
import io.raftboot.core.node.NotLeaderException;
import io.raftboot.core.node.RaftNode;
import io.raftboot.spring.RaftLeadership;
import org.jspecify.annotations.Nullable;

/** The leadership of the node of the application, once the application is ready. */
final class NodeLeadership implements RaftLeadership {

	private final RaftNode node;

	private final BooleanSupplier ready;

	private final ThreadLocal<@Nullable Leadership> ofCall = new ThreadLocal<>();

	NodeLeadership(RaftNode node, BooleanSupplier ready) {
		this.node = node;
		this.ready = ready;
	}

	@Override
	public @Nullable Leadership current() {
		Leadership ofCall = this.ofCall.get();
		if (ofCall != null) {
			return ofCall;
		}
		return this.ready.getAsBoolean() ? this.node.leadership() : null;
	}

	@Override
	public Leadership require() {
		Leadership leadership = current();
		if (leadership == null) {
			throw notLeader(this.node.status().leader());
		}
		leadership.requireHeld();
		return leadership;
	}

	private NotLeaderException notLeader(@Nullable NodeId leader) {
		if (leader == null || !leader.equals(this.node.status().nodeId())) {
			return new NotLeaderException(leader);
		}
		return new NotLeaderException(leader, "This node leads, but may not act as leader yet");
	}

	@Override
	public <T extends @Nullable Object, E extends Throwable> T within(Leadership leadership, Work<T, E> work) throws E {
		Leadership outer = this.ofCall.get();
		this.ofCall.set(leadership);
		try {
			return work.run();
		}
		finally {
			if (outer != null) {
				this.ofCall.set(outer);
			}
			else {
				this.ofCall.remove();
			}
		}
	}

}
