package io.raftboot.sample;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.node.RaftAdministration;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftStoppedException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * What an operator does with the cluster, the same on every node: whoever is asked brings
 * it to the leader. Each change is answered with the members as the asked node knows them
 * when it is committed. A node enters by itself, when it is started with
 * {@code raft.join}.
 */
@RestController
@RequestMapping("/cluster")
class ClusterController {

	private final ObjectProvider<RaftNode> node;

	ClusterController(ObjectProvider<RaftNode> node) {
		this.node = node;
	}

	@GetMapping("/members")
	ClusterView members() {
		return ClusterView.of(node().status());
	}

	/** Takes a node out; it goes on running without a part in the cluster. */
	@DeleteMapping("/members/{id}")
	CompletableFuture<ClusterView> remove(@PathVariable String id) {
		NodeId member = Inputs.nodeId(id);
		return change((administration) -> administration.remove(member));
	}

	/** Makes a learner a voter as soon as it has caught up; answered before. */
	@PostMapping("/members/{id}/promote")
	CompletableFuture<ClusterView> promote(@PathVariable String id) {
		NodeId member = Inputs.nodeId(id);
		return change((administration) -> administration.promote(member));
	}

	/** Makes a voter a learner: it has all data and does not count. */
	@PostMapping("/members/{id}/demote")
	CompletableFuture<ClusterView> demote(@PathVariable String id) {
		NodeId member = Inputs.nodeId(id);
		return change((administration) -> administration.demote(member));
	}

	/** Hands leadership to the target, or to whoever has most of the log. */
	@PostMapping("/transfer")
	CompletableFuture<ClusterView> transfer(@RequestParam(required = false) @Nullable String target) {
		NodeId member = (target != null) ? Inputs.nodeId(target) : null;
		return change((administration) -> administration.transferLeadership(member));
	}

	/** Takes a snapshot of the asked node and shortens its log. */
	@PostMapping("/snapshot")
	CompletableFuture<SnapshotView> snapshot() {
		return node().snapshot().thenApply((meta) -> new SnapshotView(meta.index(), meta.term()));
	}

	private CompletableFuture<ClusterView> change(Function<RaftAdministration, CompletableFuture<Long>> change) {
		RaftNode node = node();
		return change.apply(node.administration()).thenApply((index) -> ClusterView.of(node.status()));
	}

	private RaftNode node() {
		RaftNode node = this.node.getIfAvailable();
		if (node == null) {
			throw new RaftStoppedException("There is no Raft node in this application");
		}
		return node;
	}

	/**
	 * A snapshot of a node.
	 *
	 * @param index index of the last entry it covers
	 * @param term term of that entry
	 */
	record SnapshotView(long index, long term) {
	}

}
