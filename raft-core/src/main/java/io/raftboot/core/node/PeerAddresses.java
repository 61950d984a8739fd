package io.raftboot.core.node;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.protocol.RaftCore;
import io.raftboot.core.transport.Hello;
import org.jspecify.annotations.Nullable;

/**
 * Where other nodes said they are reached. A node that was away has an old configuration:
 * it may not know the leader, or only where it was before, and must answer it all the
 * same. Loop thread only.
 */
final class PeerAddresses {

	private static final int PEERS_MAX = 256;

	private final RaftCore core;

	private final NodeId self;

	private final Map<NodeId, Told> told = new HashMap<>();

	PeerAddresses(RaftCore core, NodeId self) {
		this.core = core;
		this.self = self;
	}

	/** A node introduced itself. */
	void seen(Hello remote) {
		try {
			MembershipEdits.checkAddress(remote.address());
		}
		catch (ChangeRefusedException ex) {
			return; // it does not know, or says what nobody can dial
		}
		if (this.told.size() < PEERS_MAX || this.told.containsKey(remote.nodeId())) {
			Peer member = this.core.membership().member(remote.nodeId());
			this.told.put(remote.nodeId(), new Told(remote.address(), remote.incarnation(), remote.membershipIndex(),
					(member != null) ? member.address() : ""));
		}
	}

	/** Corrects whom to talk to by what they said themselves. */
	void adjust(List<Peer> contacts) {
		NodeId leader = this.core.leader();
		boolean leaderKnown = leader == null || leader.equals(this.self);
		for (int i = 0; i < contacts.size(); i++) {
			Peer contact = contacts.get(i);
			boolean leads = contact.id().equals(leader);
			leaderKnown |= leads;
			Told told = this.told.get(contact.id());
			if (told != null && (leads || told.membershipIndex >= this.core.membershipIndex()
					|| told.insteadOf.equals(contact.address()))) {
				contacts.set(i, new Peer(contact.id(), told.address, contact.incarnation()));
			}
		}
		@Nullable Told told = leaderKnown ? null : this.told.get(leader);
		if (told != null) {
			contacts.add(new Peer(leader, told.address, 0L));
		}
	}

	/**
	 * A member that said to be reached elsewhere than where the configuration has it,
	 * with that address; null if there is none. The leader may not be able to hear it
	 * from the node itself.
	 */
	@Nullable Peer moved() {
		for (Peer member : this.core.membership().members()) {
			Told told = this.told.get(member.id());
			if (told != null && !told.address.equals(member.address()) && told.insteadOf.equals(member.address())
					&& (member.incarnation() == 0L || member.incarnation() == told.incarnation)) {
				return new Peer(member.id(), told.address, told.incarnation);
			}
		}
		return null;
	}

	/**
	 * What a node said.
	 *
	 * @param address where it is reached
	 * @param incarnation of its data directory
	 * @param membershipIndex the configuration it knew then
	 * @param insteadOf where this node's configuration had it then; an address that the
	 * cluster has decided on since counts more
	 */
	private record Told(String address, long incarnation, long membershipIndex, String insteadOf) {
	}

}
