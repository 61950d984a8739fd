package io.raftboot.core.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.transport.HostPort;
import org.jspecify.annotations.Nullable;

/** What an order makes of a configuration. Pure; refuses what does not fit it. */
final class MembershipEdits {

	private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

	private final Membership current;

	private final List<Peer> voters;

	private final List<Peer> learners;

	private final List<Peer> joining;

	private MembershipEdits(Membership current) {
		this.current = current;
		this.voters = new ArrayList<>(current.voters());
		this.learners = new ArrayList<>(current.learners());
		this.joining = new ArrayList<>(current.joining());
	}

	/**
	 * The configuration this order asks for; the same one if there is nothing to do.
	 * @throws ChangeRefusedException if it cannot be
	 */
	static Membership apply(AdminOrder order, Membership current) {
		if (order.membership() != null) {
			Membership target = gently(order.membership(), current);
			target.members().forEach((member) -> checkAddress(member.address()));
			return target;
		}
		NodeId target = order.target();
		if (target == null || order.operation() == null) {
			throw new ChangeRefusedException("The change does not say which node it concerns");
		}
		MembershipEdits edits = new MembershipEdits(current);
		switch (order.operation()) {
			case JOIN -> edits.enter(edits.joining, target, order);
			case ADD_LEARNER -> edits.enter(edits.learners, target, order);
			case PROMOTE -> edits.promote(target);
			case DEMOTE -> edits.demote(target);
			case REMOVE -> edits.remove(target);
			case SET_ADDRESS -> edits.move(target, order.address());
			case TRANSFER, STEP_DOWN -> throw new ChangeRefusedException(order.operation() + " changes no members");
		}
		return edits.result();
	}

	/** A voter that is no member yet has to catch up before it counts. */
	private static Membership gently(Membership target, Membership current) {
		List<Peer> voters = new ArrayList<>();
		List<Peer> joining = new ArrayList<>(target.joining());
		for (Peer voter : target.voters()) {
			((current.member(voter.id()) != null) ? voters : joining).add(voter);
		}
		boolean waiting = voters.size() < target.voters().size();
		boolean leaving = current.voters()
			.stream()
			.anyMatch((voter) -> target.member(voter.id()) == null || !target.isVoter(voter.id()));
		if (waiting && leaving) {
			throw new ChangeRefusedException("The new voters have to catch up before others may leave: let "
					+ joining.get(joining.size() - 1).id() + " join first");
		}
		return new Membership(voters, target.outgoingVoters(), target.learners(), joining);
	}

	/**
	 * With this member as given: another address, or an incarnation that became known.
	 */
	static Membership replace(Membership current, Peer peer) {
		MembershipEdits edits = new MembershipEdits(current);
		edits.replace(peer);
		return edits.result();
	}

	private Membership result() {
		return new Membership(this.voters, List.of(), this.learners, this.joining);
	}

	/**
	 * Refuses an address that nobody could dial.
	 * @throws ChangeRefusedException if it is none
	 */
	static void checkAddress(String address) {
		try {
			HostPort parsed = HostPort.parse(address);
			if (WILDCARDS.contains(parsed.host()) || parsed.port() == 0) {
				throw new ChangeRefusedException("Address '" + address
						+ "' is one to listen on, not one that others reach: say which by an address of its own");
			}
		}
		catch (IllegalArgumentException ex) {
			throw new ChangeRefusedException(ex.getMessage());
		}
	}

	private void enter(List<Peer> list, NodeId id, AdminOrder order) {
		checkAddress(order.address());
		Peer known = this.current.member(id);
		if (known == null) {
			list.add(new Peer(id, order.address(), order.incarnation()));
			return;
		}
		if (known.incarnation() != 0L && order.incarnation() != 0L && known.incarnation() != order.incarnation()) {
			throw new ChangeRefusedException("Node " + id + " is a member with another data directory: its data were"
					+ " lost or replaced. Remove it from the cluster, then let it join again");
		}
		replace(new Peer(id, order.address(), Math.max(known.incarnation(), order.incarnation())));
		if (list == this.joining) {
			// What an operator made a learner stays one when it comes and asks by itself
			if (order.incarnation() == 0L) {
				promote(id);
			}
		}
		else if (this.current.isVoter(id)) {
			throw new ChangeRefusedException("Node " + id + " is a voter; demote it to make it a learner");
		}
	}

	private void move(NodeId id, String address) {
		checkAddress(address);
		replace(new Peer(id, address, known(id).incarnation()));
	}

	private void promote(NodeId id) {
		known(id);
		for (Peer learner : List.copyOf(this.learners)) {
			if (learner.id().equals(id)) {
				this.learners.remove(learner);
				this.joining.add(learner);
			}
		}
	}

	private void demote(NodeId id) {
		Peer known = known(id);
		boolean changed = this.voters.removeIf((peer) -> peer.id().equals(id));
		changed |= this.joining.removeIf((peer) -> peer.id().equals(id));
		if (changed) {
			this.learners.add(known);
		}
		checkVoters("demote", id);
	}

	private void remove(NodeId id) {
		known(id);
		for (List<Peer> list : List.of(this.voters, this.learners, this.joining)) {
			list.removeIf((peer) -> peer.id().equals(id));
		}
		checkVoters("remove", id);
	}

	private void checkVoters(String what, NodeId id) {
		if (this.voters.isEmpty()) {
			throw new ChangeRefusedException(
					"Cannot " + what + " node " + id + ": it is the only voter, and a cluster needs one");
		}
	}

	private void replace(Peer peer) {
		for (List<Peer> list : List.of(this.voters, this.learners, this.joining)) {
			list.replaceAll((known) -> known.id().equals(peer.id()) ? peer : known);
		}
	}

	private Peer known(NodeId id) {
		@Nullable Peer known = this.current.member(id);
		if (known == null) {
			throw new ChangeRefusedException("Node " + id + " is not a member of this cluster, which has "
					+ this.current.members().stream().map(Peer::id).toList());
		}
		return known;
	}

}
