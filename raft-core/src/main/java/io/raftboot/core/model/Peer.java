package io.raftboot.core.model;

/**
 * A member of a cluster as its configuration names it.
 *
 * @param id who it is
 * @param address the {@code host:port} it advertises; resolved anew at each connect
 * @param incarnation the number its data directory drew when it was made, 0 while not
 * known: the same id with another incarnation has lost its disk
 */
public record Peer(NodeId id, String address, long incarnation) {

	public Peer {
		if (address.isEmpty()) {
			throw new IllegalArgumentException("Peer " + id + " has an empty address");
		}
	}

	public static Peer of(String id, String address) {
		return new Peer(NodeId.of(id), address, 0L);
	}

	public Peer withIncarnation(long incarnation) {
		return new Peer(this.id, this.address, incarnation);
	}

}
