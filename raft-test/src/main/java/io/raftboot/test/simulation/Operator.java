package io.raftboot.test.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.node.RaftAdministration;

/**
 * Gives the orders that operators give, at bad moments, on any node. Follows one rule
 * only: while data of a node are lost the others are not made fewer.
 */
final class Operator {

	private static final long MILLIS = 1_000_000L;

	/** An order that timed out may still be carried out for so long. */
	private static final long SHRINKING_NANOS = 15_000 * MILLIS;

	private final World world;

	private final Cluster cluster;

	private final SplittableRandom random;

	private long shrinkingUntilNanos = Long.MIN_VALUE;

	private int unanswered;

	Operator(World world, Cluster cluster, SplittableRandom random) {
		this.world = world;
		this.cluster = cluster;
		this.random = random;
	}

	/** Whether an order may be under way that leaves fewer voters. */
	boolean isShrinking() {
		return this.world.timeline().nowNanos() < this.shrinkingUntilNanos;
	}

	/** Orders whose end is not known yet. */
	int unanswered() {
		return this.unanswered;
	}

	/** Whether it could be given, on this node. */
	boolean order(Fault fault, SimulatedNode at) {
		RaftAdministration administration = at.node().administration();
		Membership membership = this.cluster.membership();
		switch (fault) {
			case TRANSFER -> ask(at, administration.transferLeadership(aVoterOrNobody(membership)),
					(done) -> count(done, Transition.TRANSFERRED));
			case STEP_DOWN -> ask(at, administration.stepDown(), (done) -> {
			});
			case SNAPSHOT -> ask(at, at.node().snapshot(), (done) -> {
			});
			case JOIN -> {
				return join();
			}
			case ADD_LEARNER -> {
				return addLearner(at);
			}
			case PROMOTE -> {
				Peer learner = one(membership.learners());
				return learner != null && ask(at, administration.promote(learner.id()), (done) -> {
				});
			}
			case DEMOTE -> {
				return mayShrink(membership)
						&& ask(at, administration.demote(one(membership.voters()).id()), (done) -> {
						});
			}
			case REMOVE -> {
				return mayShrink(membership) && remove(at, one(membership.members()).id());
			}
			case REPLACE_VOTERS -> {
				return replaceVoters(membership);
			}
			default -> throw new IllegalArgumentException(fault.name());
		}
		return true;
	}

	private boolean mayShrink(Membership membership) {
		if (membership.voters().size() < 2 || !this.cluster.isWhole()) {
			return false;
		}
		this.shrinkingUntilNanos = this.world.timeline().nowNanos() + SHRINKING_NANOS;
		return true;
	}

	private NodeId aVoterOrNobody(Membership membership) {
		Peer voter = this.random.nextBoolean() ? one(membership.voters()) : null;
		return (voter != null) ? voter.id() : null;
	}

	private boolean join() {
		SimulatedNode joining = this.cluster.isFormed() ? this.cluster.newNode() : null;
		if (joining == null) {
			return false;
		}
		joining.start();
		return true;
	}

	private boolean addLearner(SimulatedNode at) {
		SimulatedNode learner = this.cluster.isFormed() ? this.cluster.newNode() : null;
		if (learner == null) {
			return false;
		}
		ask(at, at.node().administration().addLearner(learner.id(), learner.setup().address()),
				(done) -> this.cluster.startLater(learner, MILLIS));
		return true;
	}

	/** A removed node mostly comes back with an empty disk, as a new one. */
	private boolean remove(SimulatedNode at, NodeId id) {
		return ask(at, at.node().administration().remove(id), (done) -> {
			SimulatedNode removed = this.cluster.node(id);
			if (done && removed != null && this.random.nextInt(3) > 0) {
				this.world.timeline().after(this.random.nextLong(2_000 * MILLIS), () -> beginAnew(removed));
			}
		});
	}

	/** Only while the leader goes by a configuration without it. */
	private void beginAnew(SimulatedNode removed) {
		SimulatedNode leader = this.cluster.leader();
		if (leader == null || isMemberAnywhere(removed.id())) {
			return;
		}
		if (removed.isUp()) {
			removed.crash(false);
		}
		removed.wipe();
		NodeSetup setup = removed.setup();
		List<SimulatedNode> members = new ArrayList<>(this.cluster.nodes());
		members.remove(removed);
		removed.setup(new NodeSetup(setup.address(), SimulatedNode.peers(members), true, setup.priority()));
		removed.start();
	}

	private boolean isMemberAnywhere(NodeId id) {
		return this.cluster.nodes()
			.stream()
			.anyMatch((node) -> !node.id().equals(id) && node.isUp() && node.seen().membership.member(id) != null);
	}

	/** Changes half of the voters for nodes that do not vote yet, in one order. */
	private boolean replaceVoters(Membership membership) {
		SimulatedNode leader = this.cluster.leader();
		List<Peer> others = new ArrayList<>(membership.learners());
		others.addAll(membership.joining());
		if (leader == null || membership.isJoint() || others.isEmpty() || !mayShrink(membership)) {
			return false;
		}
		int out = Math.min(others.size(), (membership.voters().size() + 1) / 2);
		List<Peer> voters = new ArrayList<>(membership.voters());
		for (int i = 0; i < out && voters.size() > 1; i++) {
			voters.remove(this.random.nextInt(voters.size()));
		}
		voters.addAll(others.subList(0, out));
		Membership target = new Membership(voters, List.of(), others.subList(out, others.size()));
		return ask(leader, leader.node().administration().changeMembership(target, leader.core().membershipIndex()),
				(done) -> {
				});
	}

	/** When this node turns out to have lost its data, another takes its place. */
	void replaceWhenLost(SimulatedNode node) {
		this.world.timeline().after(1_000 * MILLIS + this.random.nextLong(2_000 * MILLIS), () -> {
			SimulatedNode at = this.cluster.pickUp();
			if (node.state() != SimulatedNode.State.LOST) {
				if (node.isDamaged()) {
					replaceWhenLost(node);
				}
				return;
			}
			if (at == null) {
				replaceWhenLost(node);
				return;
			}
			ask(at, at.node().administration().remove(node.id()), (done) -> {
				if (done && !isMemberAnywhere(node.id())) {
					this.world.coverage().count(Transition.REPLACED_LOST_NODE);
					beginAnew(node);
				}
				else {
					replaceWhenLost(node);
				}
			});
		});
	}

	private boolean ask(SimulatedNode at, CompletableFuture<?> answer, Consumer<Boolean> end) {
		Order order = new Order(end);
		this.unanswered++;
		answer.whenComplete((index, failure) -> order.end(failure == null));
		at.whenGone((crashed) -> {
			if (!crashed && !order.ended) {
				throw new BrokenLaw("An order was left without an end when " + at.id() + " ended");
			}
			order.end(false);
		});
		return true;
	}

	private void count(boolean done, Transition transition) {
		if (done) {
			this.world.coverage().count(transition);
		}
	}

	private Peer one(List<Peer> peers) {
		return peers.isEmpty() ? null : peers.get(this.random.nextInt(peers.size()));
	}

	/** An order until its end is known. */
	private final class Order {

		private final Consumer<Boolean> end;

		private boolean ended;

		Order(Consumer<Boolean> end) {
			this.end = end;
		}

		void end(boolean done) {
			if (!this.ended) {
				this.ended = true;
				Operator.this.unanswered--;
				// Not in the middle of a step of the node that tells it.
				Operator.this.world.timeline().after(0, () -> this.end.accept(done));
			}
		}

	}

}
