package io.raftboot.core.node;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import io.raftboot.core.model.AdminRequest.Operation;
import io.raftboot.core.model.AdminResponse.Status;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.Role;
import io.raftboot.core.protocol.MembershipChangeException;
import io.raftboot.core.protocol.PeerProgress;
import io.raftboot.core.protocol.RaftCore;
import io.raftboot.core.protocol.TransferException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The leader's side of administration: begins what is asked for and watches until it is
 * committed, or over. Loop thread only.
 */
final class AdminWork {

	private static final Logger logger = LoggerFactory.getLogger(AdminWork.class);

	/** So little behind that it makes no difference. */
	private static final int BEHIND_ENTRIES_MAX = 1_000;

	private final NodeId self;

	private final RaftCore core;

	private final List<Task> tasks = new ArrayList<>();

	AdminWork(NodeId self, RaftCore core) {
		this.self = self;
		this.core = core;
	}

	/** Begins an order; the reply hears of its end, perhaps at once. */
	void begin(AdminOrder order, AdminReply reply, long nowNanos) {
		try {
			if (order.operation() == Operation.STEP_DOWN) {
				stepDown(reply, nowNanos);
			}
			else if (order.operation() == Operation.TRANSFER) {
				this.core.transferLeadership(order.target(), nowNanos);
				this.tasks.add(new Task(reply, true, order.target(), this.core.term(), 0L));
			}
			else {
				change(order, reply, nowNanos);
			}
		}
		catch (MembershipChangeException ex) {
			reply.end(switch (ex.reason()) {
				case NOT_LEADER -> Status.NOT_LEADER;
				case NOT_READY, IN_PROGRESS, TRANSFERRING -> Status.RETRY;
				case OUTDATED, INVALID -> Status.REFUSED;
			}, 0L, ex.getMessage());
		}
		catch (TransferException ex) {
			reply.end(switch (ex.reason()) {
				case NOT_LEADER -> Status.NOT_LEADER;
				case IN_PROGRESS -> Status.RETRY;
				case ALREADY_LEADER -> Status.DONE;
				case NO_VOTER, NO_CANDIDATE -> Status.REFUSED;
			}, 0L, ex.getMessage());
		}
		catch (ChangeRefusedException ex) {
			reply.end(Status.REFUSED, 0L, ex.getMessage());
		}
	}

	private void stepDown(AdminReply reply, long nowNanos) {
		if (this.core.role() != Role.LEADER) {
			reply.end(Status.NOT_LEADER, 0L, "");
			return;
		}
		this.core.stepDown(nowNanos);
		reply.end(Status.DONE, 0L, "");
	}

	private void change(AdminOrder order, AdminReply reply, long nowNanos) {
		Membership current = this.core.membership();
		if (current.isJoint()) {
			reply.end(Status.RETRY, 0L, "Another change of the members is not finished");
			return;
		}
		if (order.membership() != null) {
			checkCaughtUp(order.membership(), current);
		}
		long before = this.core.membershipIndex();
		this.core.changeMembership(MembershipEdits.apply(order, current), order.expectedIndex(), nowNanos);
		long index = this.core.membershipIndex();
		if (index == before) {
			reply.end(Status.DONE, index, ""); // nothing to do, and what is in effect is
												// committed
			return;
		}
		logger.info("{}: {} {}, configuration {} is {}", this.self, order.operation(), order.target(), index,
				this.core.membership());
		this.tasks.add(new Task(reply, false, order.target(), this.core.term(), index));
		advance();
	}

	/**
	 * A learner that is far behind, or out of reach, would cost the cluster its quorum as
	 * a voter.
	 */
	private void checkCaughtUp(Membership target, Membership current) {
		for (Peer voter : target.voters()) {
			if (current.member(voter.id()) != null && !current.isVoter(voter.id()) && !hasCaughtUp(voter.id())) {
				throw new ChangeRefusedException("Node " + voter.id()
						+ " has not caught up and would cost the cluster its quorum as a voter: promote it, which waits for that");
			}
		}
	}

	private boolean hasCaughtUp(NodeId id) {
		for (int slot = 0; slot < this.core.peerCount(); slot++) {
			PeerProgress peer = this.core.peer(slot);
			if (peer.id().equals(id)) {
				return peer.state().equals("REPLICATE") && peer.matchIndex() >= this.core.membershipIndex()
						&& peer.matchIndex() + BEHIND_ENTRIES_MAX >= this.core.lastIndex();
			}
		}
		return false;
	}

	/** Ends what is finished, or cannot be finished here any more. */
	void advance() {
		if (this.tasks.isEmpty()) {
			return;
		}
		Iterator<Task> iterator = this.tasks.iterator();
		while (iterator.hasNext()) {
			if (iterator.next().ended(this.core, this.self)) {
				iterator.remove();
			}
		}
	}

	/** Ends everything: the node stops. */
	void failAll() {
		this.tasks.forEach((task) -> task.reply.unknown());
		this.tasks.clear();
	}

	/**
	 * An order under way.
	 *
	 * @param reply who waits
	 * @param transfer whether it hands leadership over
	 * @param target whom it concerns
	 * @param term the term it began in
	 * @param index index of the configuration it appended
	 */
	private record Task(AdminReply reply, boolean transfer, NodeId target, long term, long index) {

		boolean ended(RaftCore core, NodeId self) {
			return this.transfer ? endedTransfer(core, self) : endedChange(core);
		}

		private boolean endedTransfer(RaftCore core, NodeId self) {
			NodeId leader = core.leader();
			if (core.term() > this.term && leader != null) {
				boolean done = (this.target != null) ? this.target.equals(leader) : !leader.equals(self);
				this.reply.end(done ? Status.DONE : Status.REFUSED, 0L,
						done ? "" : "Node " + leader + " leads now: another election came first");
				return true;
			}
			if (core.role() == Role.LEADER && !core.isHandingOver()) {
				this.reply.end(Status.REFUSED, 0L, "Node " + ((this.target != null) ? this.target : "asked for it")
						+ " did not take over in time; leadership stays here");
				return true;
			}
			if (core.role() != Role.LEADER && core.term() == this.term) {
				// Without a quorum: nobody here can tell whether anybody takes over
				this.reply.unknown();
				return true;
			}
			return false;
		}

		private boolean endedChange(RaftCore core) {
			boolean ours = core.termOf(this.index) == this.term || this.index <= core.baseIndex();
			if (ours && !core.membership().isJoint() && core.membershipIndex() >= this.index
					&& core.commitIndex() >= core.membershipIndex()) {
				this.reply.end(Status.DONE, core.membershipIndex(), "");
				return true;
			}
			if (core.role() != Role.LEADER || core.term() != this.term) {
				this.reply.unknown();
				return true;
			}
			return false;
		}

	}

}
