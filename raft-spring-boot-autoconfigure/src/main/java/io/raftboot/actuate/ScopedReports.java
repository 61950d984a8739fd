package io.raftboot.actuate;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.raftboot.actuate.RaftScopeFailure.Outcome;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.node.InquiryFailedException;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftStatus;
import io.raftboot.core.node.RaftStoppedException;
import io.raftboot.core.node.RaftTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Gets the report that an operator asks for: this node's own, or the leader's, over the
 * network of the nodes. For any thread that may block.
 */
final class ScopedReports {

	/** How long the leader may take. */
	private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(2);

	/** How long this node may take to say that the leader does not answer. */
	private static final long LATE_MILLIS = 1_000L;

	private final RaftNode node;

	private final Supplier<NodeReport> own;

	ScopedReports(RaftNode node, Supplier<NodeReport> own) {
		this.node = node;
		this.own = own;
	}

	/**
	 * Whose the scope asks for.
	 * @param scope local, leader, or null for local
	 * @throws RaftScopeException if there is nothing to show
	 */
	NodeReport of(@Nullable String scope) {
		if (scope == null || scope.equals("local")) {
			return this.own.get();
		}
		if (scope.equals("leader")) {
			return ofLeader();
		}
		throw new RaftScopeException(Outcome.BAD_PARAMETER, "'scope' is '" + scope + "', not local or leader");
	}

	private NodeReport ofLeader() {
		RaftStatus status = this.node.status();
		NodeId leader = status.leader();
		if (leader == null) {
			throw new RaftScopeException(Outcome.NO_LEADER, "Node " + status.nodeId() + " knows no leader");
		}
		NodeReport report = leader.equals(status.nodeId()) ? this.own.get() : ask(leader, status);
		if (!"LEADER".equals(report.view().view())) {
			throw new RaftScopeException(Outcome.NO_LEADER, "Node " + leader + " does not lead any more: ask again");
		}
		return report;
	}

	private NodeReport ask(NodeId leader, RaftStatus status) {
		CompletableFuture<byte[]> call = this.node.inquire(leader, NodeReport.TOPIC, ANSWER_TIMEOUT);
		try {
			return NodeReport.of(call.get(ANSWER_TIMEOUT.toMillis() + LATE_MILLIS, TimeUnit.MILLISECONDS));
		}
		catch (IllegalArgumentException ex) {
			throw notSupported(leader, status, "cannot be understood here (" + ex.getMessage() + ")");
		}
		catch (ExecutionException ex) {
			throw failure(leader, status, Objects.requireNonNullElse(ex.getCause(), ex));
		}
		catch (TimeoutException ex) {
			throw new RaftScopeException(Outcome.LEADER_UNREACHABLE, "Node " + leader + " does not answer");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new RaftScopeException(Outcome.LEADER_UNREACHABLE, "This node does not wait for an answer any more");
		}
	}

	private static RaftScopeException failure(NodeId leader, RaftStatus status, Throwable cause) {
		if (cause instanceof InquiryFailedException failed && failed.isTopicUnknown()) {
			return notSupported(leader, status, "has no answer to it");
		}
		Outcome outcome = (cause instanceof RaftStoppedException) ? Outcome.NO_LEADER
				: (cause instanceof RaftTimeoutException) ? Outcome.LEADER_UNREACHABLE : Outcome.LEADER_UNABLE;
		return new RaftScopeException(outcome, String.valueOf(cause.getMessage()));
	}

	private static RaftScopeException notSupported(NodeId leader, RaftStatus status, String why) {
		String version = status.peers()
			.stream()
			.filter((peer) -> peer.id().equals(leader) && peer.version() != null)
			.map((peer) -> "version " + peer.version())
			.findFirst()
			.orElse("a version that is not known");
		return new RaftScopeException(Outcome.NOT_SUPPORTED,
				"Node " + leader + " leads, runs " + version + ", and " + why + ": ask it directly");
	}

}
