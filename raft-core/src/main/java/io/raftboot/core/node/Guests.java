package io.raftboot.core.node;

import java.util.ArrayList;
import java.util.List;

import io.raftboot.core.model.AdminResponse;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.transport.Transport;

/**
 * Nodes that asked to join and are no members yet: this node talks back to them for a
 * while, so that they hear why not, or whom to ask. Loop thread only.
 */
final class Guests {

	private static final long STAY_NANOS = 10_000_000_000L;

	private static final int GUESTS_MAX = 64;

	private final Transport transport;

	private final Runnable changed;

	private final List<Guest> guests = new ArrayList<>();

	/**
	 * @param changed hears when there are other guests than before
	 */
	Guests(Transport transport, Runnable changed) {
		this.transport = transport;
		this.changed = changed;
	}

	void welcome(Peer peer, long nowNanos) {
		boolean known = this.guests.removeIf((guest) -> guest.peer.equals(peer));
		this.guests.removeIf((guest) -> guest.peer.id().equals(peer.id()));
		if (this.guests.size() < GUESTS_MAX) {
			this.guests.add(new Guest(peer, nowNanos + STAY_NANOS));
		}
		if (!known) {
			this.changed.run();
		}
	}

	/** Sends this as soon as there is a connection; the latest answer counts. */
	void answer(NodeId id, AdminResponse response) {
		for (Guest guest : this.guests) {
			if (guest.peer.id().equals(id)) {
				guest.unsent = response;
			}
		}
	}

	void onConnected(NodeId id) {
		for (Guest guest : this.guests) {
			AdminResponse response = guest.unsent;
			if (response != null && guest.peer.id().equals(id) && this.transport.send(id, response)) {
				guest.unsent = null;
			}
		}
	}

	/** Adds whom to keep a connection to. */
	void addTo(List<Peer> contacts) {
		for (Guest guest : this.guests) {
			if (contacts.stream().noneMatch((contact) -> contact.id().equals(guest.peer.id()))) {
				contacts.add(guest.peer);
			}
		}
	}

	void expire(long nowNanos) {
		if (this.guests.removeIf((guest) -> guest.leaveNanos - nowNanos <= 0)) {
			this.changed.run();
		}
	}

	private static final class Guest {

		private final Peer peer;

		private final long leaveNanos;

		private AdminResponse unsent;

		Guest(Peer peer, long leaveNanos) {
			this.peer = peer;
			this.leaveNanos = leaveNanos;
		}

	}

}
