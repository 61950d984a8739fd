package io.raftboot.actuate;

import java.util.function.Function;

import io.raftboot.actuate.RaftAnswer.Outcome;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftNodeOptions;
import io.raftboot.core.node.RaftStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * What {@link RaftEndpoint} does over HTTP besides showing the node: parts of it, and
 * operations. The latter need {@code management.endpoint.raft.access=unrestricted}. They
 * block until they have ended.
 */
@EndpointWebExtension(endpoint = RaftEndpoint.class)
public class RaftEndpointWebExtension {

	private final RaftEndpoint endpoint;

	private final RaftNode node;

	private final ScopedReports reports;

	private final RaftOrders orders;

	/**
	 * Makes one.
	 * @param endpoint shows the node
	 * @param node the node
	 * @param options how it is set up
	 * @param events what happened lately
	 */
	public RaftEndpointWebExtension(RaftEndpoint endpoint, RaftNode node, RaftNodeOptions options,
			RecentRaftEvents events) {
		this.endpoint = endpoint;
		this.node = node;
		this.reports = new ScopedReports(node, () -> endpoint.report(events));
		this.orders = new RaftOrders(node, options.proposalTimeout().toMillis() + 1_000L);
	}

	/**
	 * The only group.
	 * @param scope local, which is usual, or leader: as the leader sees it
	 */
	@ReadOperation
	public WebEndpointResponse<OperationResponseBody> raft(SecurityContext securityContext, @Nullable String scope) {
		return show(securityContext, scope, NodeReport::view);
	}

	/** A group by its name; 404 for another one. */
	@ReadOperation
	public WebEndpointResponse<OperationResponseBody> group(SecurityContext securityContext, @Selector String group,
			@Nullable String scope) {
		return isKnown(group) ? raft(securityContext, scope) : found(null);
	}

	/** A part of a group: peers, configuration, log or events; 404 for another one. */
	@ReadOperation
	public WebEndpointResponse<OperationResponseBody> part(SecurityContext securityContext, @Selector String group,
			@Selector String part, @Nullable String scope) {
		return isKnown(group)
				? show(securityContext, scope, (report) -> RaftPart.of(part, report.view(), report.events()))
				: found(null);
	}

	private WebEndpointResponse<OperationResponseBody> show(SecurityContext securityContext, @Nullable String scope,
			Function<NodeReport, @Nullable OperationResponseBody> part) {
		try {
			NodeReport report = this.reports.of(scope);
			return found(
					part.apply(new NodeReport(this.endpoint.shown(report.view(), securityContext), report.events())));
		}
		catch (RaftScopeException ex) {
			RaftStatus status = this.node.status();
			NodeId leader = status.leader();
			return new WebEndpointResponse<>(new RaftScopeFailure(ex.outcome(), String.valueOf(ex.getMessage()),
					status.nodeId().value(), (leader != null) ? leader.value() : null), ex.outcome().httpStatus());
		}
	}

	/**
	 * Has an operation carried out, by whoever leads.
	 * @param operation one of {@link RaftOperation}, as {@code step-down}
	 * @param target who is to lead (transfer)
	 * @param timeoutMillis how long to wait for the end
	 * @param id the node concerned
	 * @param address where it is reached (add-learner, set-address)
	 * @param dryRun whether only to say if it could be done
	 */
	@WriteOperation
	public WebEndpointResponse<RaftAnswer> operate(SecurityContext securityContext, @Selector String group,
			@Selector String operation, @Nullable String target, @Nullable Long timeoutMillis, @Nullable String id,
			@Nullable String address, @Nullable Boolean dryRun) {
		boolean dry = Boolean.TRUE.equals(dryRun);
		if (!isKnown(group)) {
			return answer(operation, dry, RaftOutcome.of(Outcome.UNKNOWN, "There is no group '" + group + "'"), null);
		}
		RaftOperation known = RaftOperation.of(operation);
		RaftOutcome outcome = (known != null)
				? this.orders.carryOut(new RaftOrder(known, target, id, address, timeoutMillis, dry)) : RaftOutcome
					.of(Outcome.UNKNOWN, "There is no operation '" + operation + "', only " + RaftOperation.paths());
		return answer(operation, dry, outcome, this.endpoint.view(securityContext));
	}

	private static WebEndpointResponse<RaftAnswer> answer(String operation, boolean dryRun, RaftOutcome outcome,
			@Nullable RaftView view) {
		RaftAnswer answer = new RaftAnswer(operation, dryRun, outcome.outcome(), outcome.message(), outcome.index(),
				(view != null) ? view.leader() : null, (view != null) ? view.leaderAddress() : null,
				outcome.verification(), view);
		return new WebEndpointResponse<>(answer, outcome.outcome().httpStatus());
	}

	private static boolean isKnown(String group) {
		return RaftNodeOptions.GROUP.equals(group);
	}

	private static WebEndpointResponse<OperationResponseBody> found(@Nullable OperationResponseBody body) {
		return (body != null) ? new WebEndpointResponse<>(body)
				: new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
	}

}
