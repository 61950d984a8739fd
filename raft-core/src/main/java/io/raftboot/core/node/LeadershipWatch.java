package io.raftboot.core.node;

import java.util.Objects;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Role;
import io.raftboot.core.protocol.RaftCore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices after each turn of the loop that role, term or leader changed, and ends the
 * calls whose fate is out of this node's hands by that. Loop thread only.
 */
final class LeadershipWatch {

	private static final Logger logger = LoggerFactory.getLogger(LeadershipWatch.class);

	private final NodeId self;

	private final RaftCore core;

	private final EntryCache cache;

	private final ForwardedCalls forwarded;

	private final InitGate initGate;

	private final LeadershipGrants grants;

	private final Completions completions;

	private Role role = Role.FOLLOWER;

	private long term;

	private @Nullable NodeId leader;

	LeadershipWatch(NodeId self, RaftCore core, EntryCache cache, ForwardedCalls forwarded, InitGate initGate,
			LeadershipGrants grants, Completions completions) {
		this.self = self;
		this.core = core;
		this.cache = cache;
		this.forwarded = forwarded;
		this.initGate = initGate;
		this.grants = grants;
		this.completions = completions;
	}

	/** Whether anything changed since the last call. */
	boolean check() {
		if (this.core.term() == this.term && this.core.role() == this.role
				&& Objects.equals(this.core.leader(), this.leader)) {
			return false;
		}
		boolean ledBefore = this.role == Role.LEADER;
		boolean leads = this.core.role() == Role.LEADER;
		boolean otherTerm = this.core.term() != this.term;
		if (ledBefore && (!leads || otherTerm)) {
			failUncommitted();
		}
		if (otherTerm || !Objects.equals(this.core.leader(), this.leader)) {
			this.forwarded.failAll(new OutcomeUnknownException("The leader changed in term " + this.core.term()));
		}
		if (leads && (!ledBefore || otherTerm)) {
			this.initGate.leading();
			this.grants.leading();
		}
		else if (!leads) {
			this.initGate.following();
			this.grants.end();
		}
		note();
		return true;
	}

	private void failUncommitted() {
		OutcomeUnknownException failure = new OutcomeUnknownException(
				"Leadership was lost in term " + this.term + " before the command was committed");
		this.cache.forEachProposal(this.core.commitIndex() + 1, (proposal) -> this.completions.fail(proposal, failure));
	}

	private void note() {
		if (this.core.role() != this.role || !Objects.equals(this.core.leader(), this.leader)) {
			logger.info("{}: {} in term {}, leader {}", this.self, this.core.role(), this.core.term(),
					this.core.leader());
		}
		this.role = this.core.role();
		this.term = this.core.term();
		this.leader = this.core.leader();
	}

}
