package io.raftboot.core.node;

import java.util.concurrent.CompletableFuture;

import io.raftboot.core.model.Role;

/** Proves to a caller that a node leads: by a linearizable read on a leader. */
final class LeadershipProof {

	private LeadershipProof() {
	}

	/** Begins, on the loop of the node; the call ends with the commit index. */
	static void begin(RaftNode node, NodeParts parts, CompletableFuture<Long> call) {
		if (parts.core.role() != Role.LEADER) {
			parts.completions.fail(call, new NotLeaderException(parts.core.leader()));
			return;
		}
		node.read(Consistency.LINEARIZABLE).whenComplete((index, failure) -> {
			if (failure != null) {
				call.completeExceptionally(failure);
			}
			else if (node.status().role() != Role.LEADER) {
				call.completeExceptionally(new NotLeaderException(node.status().leader()));
			}
			else {
				call.complete(index);
			}
		});
	}

}
