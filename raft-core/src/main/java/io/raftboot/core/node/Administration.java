package io.raftboot.core.node;

import java.util.List;

import io.raftboot.core.model.AdminRequest;
import io.raftboot.core.model.AdminResponse;
import io.raftboot.core.model.Message;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.transport.Hello;

/** Everything about who belongs to the cluster, for the loop. Loop thread only. */
final class Administration {

	private final AdminDesk desk;

	private final Guests guests;

	private final Joiner joiner;

	private final MembershipUpkeep upkeep;

	private final PeerAddresses addresses;

	Administration(AdminDesk desk, Guests guests, Joiner joiner, MembershipUpkeep upkeep, PeerAddresses addresses) {
		this.desk = desk;
		this.guests = guests;
		this.joiner = joiner;
		this.upkeep = upkeep;
		this.addresses = addresses;
	}

	AdminDesk desk() {
		return this.desk;
	}

	boolean isJoining() {
		return this.joiner.isActive();
	}

	/** Adds those to talk to who are no members, and corrects where they are reached. */
	void addContacts(List<Peer> contacts) {
		this.joiner.addTo(contacts);
		this.guests.addTo(contacts);
		this.addresses.adjust(contacts);
	}

	void onMessage(Message.Administration message, long nowNanos) {
		if (message instanceof AdminRequest request) {
			this.desk.onRequest(request, nowNanos);
		}
		else if (message instanceof AdminResponse response && !this.joiner.onResponse(response, nowNanos)) {
			this.desk.onResponse(response);
		}
	}

	void onConnected(NodeId peer) {
		this.guests.onConnected(peer);
	}

	void onWelcomed(Hello remote) {
		this.upkeep.seen(remote.nodeId(), remote.incarnation());
		this.addresses.seen(remote);
	}

	void tick(long nowNanos) {
		this.joiner.tick(nowNanos);
		this.guests.expire(nowNanos);
		this.upkeep.tick(nowNanos);
		this.desk.expire(nowNanos);
	}

}
