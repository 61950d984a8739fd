package io.raftboot.core.protocol;

import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.ConfigurationEntry;
import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.model.RaftEvent;
import io.raftboot.core.model.SnapshotMeta;
import org.jspecify.annotations.Nullable;

/**
 * The configuration in effect: always the latest one in the log, committed or not (Raft
 * §6). When its entry is truncated, the one before it is back. Without any, it is the
 * list the node was started with.
 */
final class MembershipTracker {

	/** What was listed at the start, then every configuration of the log. */
	private final List<IndexedConfiguration> configurations = new ArrayList<>();

	private final Output output;

	MembershipTracker(InitialState state, Output output) {
		Membership listed = Membership.of(state.bootstrapPeers());
		this.configurations.add(new IndexedConfiguration(0L, new ConfigurationEntry(ClusterId.NONE, listed)));
		SnapshotMeta snapshot = state.snapshot();
		if (snapshot != null) {
			this.configurations.add(new IndexedConfiguration(snapshot.membershipIndex(), snapshot.configuration()));
		}
		for (IndexedConfiguration recovered : state.configurations()) {
			if (recovered.index() > index()) {
				this.configurations.add(recovered);
			}
		}
		this.output = output;
	}

	Membership membership() {
		return current().entry().membership();
	}

	ClusterId clusterId() {
		return current().entry().clusterId();
	}

	/** Index of the configuration in effect, 0 for the list at the start. */
	long index() {
		return current().index();
	}

	/**
	 * Whether this node votes, or must be able to lead until the configuration that
	 * leaves it out is committed (thesis 4.2.2): it may be the only one that has it and
	 * that others need.
	 */
	boolean mayLead(NodeId id, long commitIndex) {
		int last = this.configurations.size() - 1;
		return membership().isVoter(id) || (index() > commitIndex && last > 0
				&& this.configurations.get(last - 1).entry().membership().isVoter(id));
	}

	/**
	 * Whether this node votes and no configuration of the log has another voter: one that
	 * is not known to be committed may not have ended what was promised to the leader of
	 * the one before.
	 */
	boolean isSoleVoterSinceStart(NodeId id) {
		for (IndexedConfiguration configuration : this.configurations) {
			Membership membership = configuration.entry().membership();
			for (Peer voter : membership.members()) {
				if (!voter.id().equals(id) && membership.isVoter(voter.id())) {
					return false;
				}
			}
		}
		return membership().isVoter(id);
	}

	/** The configuration that was in effect behind this entry. */
	IndexedConfiguration at(long index) {
		for (int i = this.configurations.size() - 1; i > 0; i--) {
			if (this.configurations.get(i).index() <= index) {
				return this.configurations.get(i);
			}
		}
		return this.configurations.get(0);
	}

	/** This node as the latest configuration that has it names it, null if none does. */
	@Nullable Peer lastKnown(NodeId id) {
		for (int i = this.configurations.size() - 1; i >= 0; i--) {
			Peer peer = this.configurations.get(i).entry().membership().member(id);
			if (peer != null) {
				return peer;
			}
		}
		return null;
	}

	/** Nobody will ask for what was in effect before this entry. */
	void compactTo(long index) {
		while (this.configurations.size() > 1 && this.configurations.get(1).index() <= index) {
			this.configurations.remove(0);
		}
	}

	/** A snapshot replaced the log, and this was in effect there. */
	void reset(long index, ConfigurationEntry entry) {
		this.configurations.clear();
		this.configurations.add(new IndexedConfiguration(index, entry));
		announce();
	}

	void append(long index, ConfigurationEntry entry) {
		Invariant.check(index > index(), "Configurations are appended in order", index, index());
		this.configurations.add(new IndexedConfiguration(index, entry));
		announce();
	}

	void truncateFrom(long index) {
		if (index() < index) {
			return;
		}
		while (index() >= index) {
			this.configurations.remove(this.configurations.size() - 1);
		}
		announce();
	}

	private void announce() {
		this.output.configuration(index(), current().entry());
		this.output.event(new RaftEvent.MembershipChanged(index(), membership()));
	}

	private IndexedConfiguration current() {
		return this.configurations.get(this.configurations.size() - 1);
	}

}
