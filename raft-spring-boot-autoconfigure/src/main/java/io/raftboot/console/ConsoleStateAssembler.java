package io.raftboot.console;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.raftboot.actuate.RaftHealthReasons;
import io.raftboot.actuate.ReasonTexts;
import io.raftboot.actuate.RecentRaftEvents;
import io.raftboot.console.ConsoleState.Log;
import io.raftboot.console.ConsoleState.Member;
import io.raftboot.core.model.MemberStatus;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.node.NodeState;
import io.raftboot.core.node.RaftNode;
import io.raftboot.core.node.RaftStatus;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link ConsoleState} of what a node knows and of what the other members say
 * when they are asked. For any thread.
 */
final class ConsoleStateAssembler {

	/** Short beside the time between two looks: one that hangs must not hold up all. */
	private static final Duration ANSWER_TIMEOUT = Duration.ofMillis(300);

	private final RaftNode node;

	private final RaftHealthReasons healthReasons;

	private final TermHistory terms;

	private final RecentRaftEvents events;

	private final boolean operations;

	private final Clock clock;

	ConsoleStateAssembler(RaftNode node, RaftHealthReasons healthReasons, TermHistory terms, RecentRaftEvents events,
			boolean operations, Clock clock) {
		this.node = node;
		this.healthReasons = healthReasons;
		this.terms = terms;
		this.events = events;
		this.operations = operations;
		this.clock = clock;
	}

	/** Completes when every member has answered or had its time; never fails. */
	CompletableFuture<ConsoleState> assemble() {
		RaftStatus status = this.node.status();
		List<CompletableFuture<Member>> answers = new ArrayList<>();
		for (Peer peer : peers(status)) {
			answers.add(peer.id().equals(status.nodeId()) ? CompletableFuture.completedFuture(self(status, peer))
					: ask(status.membership(), peer));
		}
		return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
			.thenApply((done) -> state(status, answers.stream().map(CompletableFuture::join).toList()));
	}

	private static List<Peer> peers(RaftStatus status) {
		List<Peer> peers = new ArrayList<>(status.membership().members());
		if (status.membership().member(status.nodeId()) == null) {
			peers.add(new Peer(status.nodeId(), status.address(), 0L));
		}
		peers.sort(Comparator.comparing(Peer::id));
		return peers;
	}

	private CompletableFuture<Member> ask(Membership membership, Peer peer) {
		return this.node.statusOf(peer.id(), ANSWER_TIMEOUT)
			.handle((answer, failure) -> other(membership, peer, answer, failure));
	}

	private static Member self(RaftStatus status, Peer peer) {
		boolean running = status.state() == NodeState.RUNNING;
		return new Member(peer.id().value(), peer.address(), true, kind(status.membership(), peer),
				running ? status.role().name() : null, value(status.leader()), status.term(),
				new Log(status.firstIndex(), status.lastIndex(), status.durableIndex(), status.commitIndex(),
						status.appliedIndex(), positiveOrNull(status.snapshotIndex()), status.logBytes()),
				null, running ? null : "This node does not run");
	}

	private static Member other(Membership membership, Peer peer, @Nullable MemberStatus status,
			@Nullable Throwable failure) {
		String kind = kind(membership, peer);
		if (status == null) {
			return new Member(peer.id().value(), peer.address(), false, kind, null, null, null, null, null,
					problem(failure));
		}
		return new Member(peer.id().value(), peer.address(), false, kind, status.role().name(), value(status.leader()),
				status.term(),
				new Log(status.firstIndex(), status.lastIndex(), status.durableIndex(), status.commitIndex(),
						status.appliedIndex(), positiveOrNull(status.snapshotIndex()), status.logBytes()),
				null, null);
	}

	private static String problem(@Nullable Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		return (cause != null) ? String.valueOf(cause.getMessage()) : "No answer";
	}

	private static String kind(Membership membership, Peer peer) {
		if (membership.isVoter(peer.id())) {
			return "VOTER";
		}
		if (membership.joining().stream().anyMatch((joining) -> joining.id().equals(peer.id()))) {
			return "JOINING";
		}
		return (membership.member(peer.id()) != null) ? "LEARNER" : "NONE";
	}

	private ConsoleState state(RaftStatus status, List<Member> members) {
		Long leaderLast = members.stream()
			.filter((member) -> member.log() != null && member.id().equals(value(status.leader())))
			.map((member) -> member.log().last())
			.findFirst()
			.orElse(null);
		List<Member> withLag = members.stream().map((member) -> withLag(member, leaderLast)).toList();
		List<String> problems = ReasonTexts.of(status, this.healthReasons.of(status));
		return new ConsoleState(status.nodeId().value(),
				status.clusterId().isNone() ? null : status.clusterId().toString(), this.clock.instant(),
				this.operations, status.state().name(), value(status.leader()), status.term(), status.quorum(),
				problems, status.membership().isJoint(), withLag, this.terms.terms(), this.events.latest());
	}

	/** Nobody is behind what was written after it said how far it is. */
	private static Member withLag(Member member, @Nullable Long leaderLast) {
		if (leaderLast == null || member.log() == null) {
			return member;
		}
		return new Member(member.id(), member.address(), member.self(), member.kind(), member.role(), member.leader(),
				member.term(), member.log(), Math.max(0L, leaderLast - member.log().last()), member.problem());
	}

	private static @Nullable String value(@Nullable NodeId id) {
		return (id != null) ? id.value() : null;
	}

	private static @Nullable Long positiveOrNull(long index) {
		return (index > 0) ? index : null;
	}

}
