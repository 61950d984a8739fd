package io.raftboot.core.protocol;

import java.util.List;

import io.raftboot.core.model.Membership;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;

/**
 * The members of a configuration by slot, and what a quorum of them has reached. A quorum
 * is a majority of the voters; in a joint configuration, a majority of both sets (thesis
 * 4.3); in the first election of a cluster, everybody. Learners have a slot and never
 * count.
 */
final class Quorum {

	private final NodeId[] members;

	private final int[] voters;

	private final int[] outgoingVoters;

	private final boolean unanimous;

	private final long[] sorted;

	private Quorum(Membership membership, boolean unanimous) {
		List<Peer> all = membership.members();
		this.members = new NodeId[all.size()];
		for (int slot = 0; slot < this.members.length; slot++) {
			this.members[slot] = all.get(slot).id();
		}
		this.voters = slots(membership.voters());
		this.outgoingVoters = slots(membership.outgoingVoters());
		this.unanimous = unanimous;
		this.sorted = new long[Math.max(this.voters.length, this.outgoingVoters.length)];
	}

	static Quorum majority(Membership membership) {
		return new Quorum(membership, false);
	}

	static Quorum unanimous(Membership membership) {
		return new Quorum(membership, true);
	}

	int size() {
		return this.members.length;
	}

	NodeId member(int slot) {
		return this.members[slot];
	}

	/** The slot of a member, -1 if it is none. */
	int slot(NodeId id) {
		for (int slot = 0; slot < this.members.length; slot++) {
			if (this.members[slot] == id || this.members[slot].equals(id)) {
				return slot;
			}
		}
		return -1;
	}

	boolean isVoter(int slot) {
		return contains(this.voters, slot) || contains(this.outgoingVoters, slot);
	}

	/**
	 * The highest value that every member of some quorum has reached;
	 * {@link Long#MIN_VALUE} without voters.
	 */
	long reached(long[] valueBySlot) {
		long reached = reached(this.voters, valueBySlot);
		return (this.outgoingVoters.length != 0) ? Math.min(reached, reached(this.outgoingVoters, valueBySlot))
				: reached;
	}

	private long reached(int[] slots, long[] valueBySlot) {
		int count = slots.length;
		if (count == 0) {
			return Long.MIN_VALUE;
		}
		for (int i = 0; i < count; i++) {
			long value = valueBySlot[slots[i]];
			int at = i;
			while (at > 0 && this.sorted[at - 1] > value) {
				this.sorted[at] = this.sorted[at - 1];
				at--;
			}
			this.sorted[at] = value;
		}
		int needed = this.unanimous ? count : count / 2 + 1;
		return this.sorted[count - needed];
	}

	private int[] slots(List<Peer> peers) {
		int[] slots = new int[peers.size()];
		for (int i = 0; i < slots.length; i++) {
			slots[i] = slot(peers.get(i).id());
		}
		return slots;
	}

	private static boolean contains(int[] slots, int slot) {
		for (int candidate : slots) {
			if (candidate == slot) {
				return true;
			}
		}
		return false;
	}

}
