package io.raftboot.core.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.raftboot.core.digest.DigestCheck;
import io.raftboot.core.digest.DigestReport;
import io.raftboot.core.model.Divergence;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.model.Role;
import io.raftboot.core.protocol.RaftCore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the states of all nodes compared from time to time while it leads, sends what this
 * node has, and tells what differs. Nothing here decides: what differs is found by every
 * node's {@link StateDigests} from the log. Loop thread only.
 */
final class DivergenceWatch {

	private static final Logger logger = LoggerFactory.getLogger(DivergenceWatch.class);

	private static final long AGAIN_NANOS = 1_000_000_000L;

	private final NodeParts parts;

	private final StateDigests digests;

	private final RaftCore core;

	private final long intervalNanos;

	private final long timeoutNanos;

	private List<Divergence> told = List.of();

	private long checkIndex;

	private long checkNanos;

	private boolean checking;

	private long reportedIndex;

	private long reportNanos;

	private boolean reporting;

	/**
	 * A watch.
	 * @param interval time between two checks, zero for none but on demand
	 */
	DivergenceWatch(NodeParts parts, Duration interval, Duration proposalTimeout) {
		this.parts = parts;
		this.digests = parts.machines.digests();
		this.core = parts.core;
		this.intervalNanos = interval.toNanos();
		this.timeoutNanos = proposalTimeout.toNanos();
		this.checkNanos = parts.clock.nanoTime() + this.intervalNanos;
		this.reportNanos = parts.clock.nanoTime();
	}

	void tick(long nowNanos) {
		// In this order: what is applied must not be newer than what is known of it.
		long appliedIndex = this.parts.applier.appliedIndex();
		StateDigests.Seen seen = this.digests.seen();
		if (seen.divergences() != this.told) {
			tell(seen.divergences());
		}
		report(seen, nowNanos);
		if (seen.checkIndex() != this.checkIndex) {
			this.checkIndex = seen.checkIndex();
			this.checkNanos = nowNanos + this.intervalNanos;
		}
		if (this.intervalNanos > 0 && this.core.role() == Role.LEADER && !this.checking
				&& nowNanos - this.checkNanos >= 0 && isWorthAsking(seen, appliedIndex)) {
			this.checking = true;
			check(new CompletableFuture<>(), nowNanos).whenComplete((index, failure) -> later((now) -> {
				this.checking = false;
				this.checkNanos = now + ((failure == null) ? this.intervalNanos : AGAIN_NANOS);
			}));
		}
	}

	/** Whether anything but reports was applied since, or there is more to find out. */
	private static boolean isWorthAsking(StateDigests.Seen seen, long appliedIndex) {
		return seen.some() && (appliedIndex - seen.checkIndex() > seen.reports() || !seen.divergences().isEmpty());
	}

	/** Has all nodes compare, as soon as the loop comes to it; any thread. */
	CompletableFuture<Long> beginCheck() {
		CompletableFuture<Long> call = new CompletableFuture<>();
		this.parts.inbox.execute(() -> check(call, this.parts.clock.nanoTime()), call);
		return call;
	}

	/** Has all nodes compare, whoever leads; ends with the index after which they do. */
	CompletableFuture<Long> check(CompletableFuture<Long> call, long nowNanos) {
		List<NodeId> voters = new ArrayList<>();
		List<NodeId> learners = new ArrayList<>();
		Membership membership = this.core.membership();
		for (Peer member : membership.members()) {
			(membership.isVoter(member.id()) ? voters : learners).add(member.id());
		}
		Proposal proposal = Proposal.ofEngine(this.parts.machines.engine(), new DigestCheck(voters, learners).encode(),
				nowNanos + this.timeoutNanos);
		proposal.<Committed>future().whenComplete((committed, failure) -> {
			if (failure != null) {
				call.completeExceptionally(failure);
			}
			else {
				call.complete(committed.index());
			}
		});
		this.parts.inbox.offer(proposal);
		return call;
	}

	/** Of the latest check only, again and again until it is in the log. */
	private void report(StateDigests.Seen seen, long nowNanos) {
		long index = seen.checkIndex();
		if (index == this.reportedIndex || seen.digests().isEmpty() || this.reporting || this.core.leader() == null
				|| nowNanos - this.reportNanos < 0 || this.core.membership().member(this.parts.self) == null) {
			return;
		}
		this.reporting = true;
		Proposal proposal = Proposal.ofEngine(this.parts.machines.engine(),
				new DigestReport(index, this.parts.self, seen.digests()).encode(), nowNanos + this.timeoutNanos);
		proposal.whenComplete((committed, failure) -> later((now) -> {
			this.reporting = false;
			if (failure == null) {
				this.reportedIndex = index;
			}
			else {
				this.reportNanos = now + AGAIN_NANOS;
			}
		}));
		this.parts.inbox.offer(proposal);
	}

	private void later(Consumer<Long> task) {
		this.parts.inbox.execute(() -> task.accept(this.parts.clock.nanoTime()));
	}

	private void tell(List<Divergence> now) {
		List<Divergence> before = this.told;
		this.told = now;
		for (Divergence divergence : now) {
			if (!before.contains(divergence)) {
				log(divergence, before);
				this.parts.events.dispatch(new RaftEvent.StateDiverged(divergence));
			}
		}
		for (Divergence past : before) {
			if (now.stream().noneMatch((divergence) -> divergence.machine().equals(past.machine()))) {
				logger.info("{}: the difference of state machine '{}' after entry {} is no more", this.parts.self,
						past.machine(), past.index());
			}
		}
	}

	/** As an error once for each check and verdict; who else reports is a detail. */
	private void log(Divergence divergence, List<Divergence> before) {
		boolean known = before.stream()
			.anyMatch((past) -> past.machine().equals(divergence.machine()) && past.index() == divergence.index()
					&& past.verdict(this.parts.self) == divergence.verdict(this.parts.self));
		String text = this.parts.self + ": " + divergence.text() + ". " + meaning(divergence);
		if (known) {
			logger.info(text);
		}
		else {
			logger.error(text);
		}
	}

	private String meaning(Divergence divergence) {
		return switch (divergence.verdict(this.parts.self)) {
			case MINORITY -> "This node differs from the majority and must not be trusted: its health is DOWN";
			case MAJORITY -> "This node agrees with the majority";
			case TIE -> "Nobody knows who is right; serving goes on";
		};
	}

}
