package io.raftboot.core.node;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.protocol.RaftCore;
import io.raftboot.core.transport.Hello;
import org.jspecify.annotations.Nullable;

/**
 * Where other nodes said they are reached. A node that was away has an old configuration:
 * it may not know the leader, or a candidate that the others need its vote for, or only
 * where they were before, and must answer them all the same. Loop thread only.
 */
final class PeerAddresses {

	private static final int PEERS_MAX = 256;

	private final RaftCore core;

	private final NodeId self;

	private final Map<NodeId, Told> told = new LinkedHashMap<>();

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

	/**
	 * Corrects whom to talk to by what they said themselves, and adds who must be
	 * answered although this node's configuration does not have it.
	 */
	void adjust(List<Peer> contacts) {
		NodeId leader = this.core.leader();
		for (int i = 0; i < contacts.size(); i++) {
			Peer contact = contacts.get(i);
			Told told = this.told.get(contact.id());
			if (told != null && (contact.id().equals(leader) || told.membershipIndex >= this.core.membershipIndex()
					|| told.insteadOf.equals(contact.address()))) {
				contacts.set(i, new Peer(contact.id(), told.address, contact.incarnation()));
			}
		}
		this.told.forEach((id, told) -> {
			boolean counts = id.equals(leader) || told.membershipIndex > this.core.membershipIndex();
			if (counts && !id.equals(this.self) && contacts.stream().noneMatch((contact) -> contact.id().equals(id))) {
				contacts.add(new Peer(id, told.address, 0L));
			}
		});
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
