package io.raftboot.core.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A configuration of the cluster (Raft §6, thesis 4). It takes effect on append, not on
 * commit. With outgoing voters it is a joint one: elections and commits then need a
 * majority of both sets. Learners receive the log and never count.
 *
 * @param voters the voters, or the incoming ones of a joint configuration
 * @param outgoingVoters the voters of the old configuration while joint, else empty
 * @param learners members that never count. In a joint configuration also the voters that
 * become learners when it ends; until then they count
 * @param joining learners that the leader makes voters as soon as they have caught up
 */
public record Membership(List<Peer> voters, List<Peer> outgoingVoters, List<Peer> learners, List<Peer> joining) {

	/** The configuration of a node that does not know its cluster. */
	public static final Membership EMPTY = new Membership(List.of(), List.of(), List.of(), List.of());

	public Membership {
		voters = List.copyOf(voters);
		outgoingVoters = List.copyOf(outgoingVoters);
		learners = List.copyOf(learners);
		joining = List.copyOf(joining);
	}

	/** Without anybody who is to become a voter. */
	public Membership(List<Peer> voters, List<Peer> outgoingVoters, List<Peer> learners) {
		this(voters, outgoingVoters, learners, List.of());
	}

	public static Membership of(List<Peer> voters) {
		return new Membership(voters, List.of(), List.of(), List.of());
	}

	public boolean isJoint() {
		return !this.outgoingVoters.isEmpty();
	}

	public boolean isVoter(NodeId id) {
		return find(this.voters, id) != null || find(this.outgoingVoters, id) != null;
	}

	public @Nullable Peer member(NodeId id) {
		Peer found = find(this.voters, id);
		if (found == null) {
			found = find(this.outgoingVoters, id);
		}
		if (found == null) {
			found = find(this.learners, id);
		}
		return (found != null) ? found : find(this.joining, id);
	}

	/** Every member once, voters first, in the order of the configuration. */
	public List<Peer> members() {
		List<Peer> all = new ArrayList<>(this.voters);
		addMissing(all, this.outgoingVoters);
		addMissing(all, this.learners);
		addMissing(all, this.joining);
		return Collections.unmodifiableList(all);
	}

	private static void addMissing(List<Peer> all, List<Peer> more) {
		for (Peer peer : more) {
			if (find(all, peer.id()) == null) {
				all.add(peer);
			}
		}
	}

	private static @Nullable Peer find(List<Peer> peers, NodeId id) {
		for (Peer peer : peers) {
			if (peer.id().equals(id)) {
				return peer;
			}
		}
		return null;
	}

}
