package io.raftboot.core.node;

import java.util.concurrent.CompletableFuture;

import io.raftboot.core.model.Role;

/** Makes certain that a node leads, by a read that only a leader can answer. */
final class LeaderProof {

	private final RaftNode node;

	private final NodeParts parts;

	LeaderProof(RaftNode node, NodeParts parts) {
		this.node = node;
		this.parts = parts;
	}

	/** Any thread. */
	CompletableFuture<Long> begin() {
		CompletableFuture<Long> verified = new CompletableFuture<>();
		this.parts.inbox.execute(() -> begin(verified), verified);
		return verified;
	}

	private void begin(CompletableFuture<Long> verified) {
		if (this.parts.core.role() != Role.LEADER) {
			this.parts.completions.fail(verified, new NotLeaderException(this.parts.core.leader()));
			return;
		}
		this.node.read(Consistency.LINEARIZABLE).whenComplete((index, failure) -> {
			RaftStatus status = this.node.status();
			if (failure != null) {
				verified.completeExceptionally(failure);
			}
			else if (status.role() != Role.LEADER) {
				verified.completeExceptionally(new NotLeaderException(status.leader()));
			}
			else {
				verified.complete(index);
			}
		});
	}

}
