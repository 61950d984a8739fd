package io.raftboot.core.node;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.raftboot.core.model.ClusterId;
import io.raftboot.core.model.NodeId;
import io.raftboot.core.model.Peer;
import io.raftboot.core.protocol.RaftCore;
import io.raftboot.core.transport.Hello;
import io.raftboot.core.transport.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Who may talk to this node. Before the cluster has an identity the peer lists must be
 * the same; afterwards the cluster id and the incarnation of each member count, so that a
 * stranger, another cluster, or a node that lost its disk stays outside.
 */
final class HandshakeCheck {

	private final RaftCore core;

	private final Peer self;

	private final OwnAddress address;

	private final String group;

	private final List<Peer> bootstrapPeers;

	private final long peersHash;

	private final MachineCatalogue catalogue;

	private final List<Hello.Machine> machines;

	private final int electionPriority;

	private final @Nullable String version = RaftNode.class.getPackage().getImplementationVersion();

	/** Whether this node is on its way into a cluster. */
	private BooleanSupplier joining = () -> false;

	HandshakeCheck(RaftCore core, Peer self, OwnAddress address, String group, List<Peer> bootstrapPeers,
			MachineCatalogue catalogue, List<Hello.Machine> machines, int electionPriority) {
		this.electionPriority = electionPriority;
		this.catalogue = catalogue;
		this.machines = machines;
		this.core = core;
		this.self = self;
		this.address = address;
		this.group = group;
		this.bootstrapPeers = bootstrapPeers;
		this.peersHash = hash(bootstrapPeers);
	}

	void joining(BooleanSupplier joining) {
		this.joining = joining;
	}

	Hello hello() {
		return new Hello(this.group, this.core.clusterId(), this.self.id(), this.self.incarnation(), this.peersHash,
				this.core.membershipIndex(), this.address.current(), this.joining.getAsBoolean(), this.electionPriority,
				(this.version != null) ? this.version : "", this.machines);
	}

	@Nullable Refusal check(Hello remote) {
		if (!remote.group().equals(this.group)) {
			return refuse(Refusal.Code.WRONG_GROUP,
					"Node " + this.self.id() + " is of group '" + this.group + "', not '" + remote.group() + "'");
		}
		if (remote.nodeId().equals(this.self.id())) {
			return refuse(Refusal.Code.SAME_ID, "Node id " + this.self.id()
					+ " is used by two nodes, or an address in the peer list leads back to this node");
		}
		ClusterId mine = this.core.clusterId();
		if (mine.isNone()) {
			return checkBeforeBootstrap(remote);
		}
		if (!remote.clusterId().isNone() && !remote.clusterId().equals(mine)) {
			return refuse(Refusal.Code.WRONG_CLUSTER,
					"Node " + this.self.id() + " is of cluster " + mine + ", not " + remote.clusterId());
		}
		return checkMember(remote, mine);
	}

	private @Nullable Refusal checkMember(Hello remote, ClusterId mine) {
		Peer member = this.core.membership().member(remote.nodeId());
		if (member == null) {
			return remote.joining() ? checkNewcomer(remote, mine) : checkStranger(remote, mine);
		}
		// Whoever knows a later configuration may have come back with another disk by it.
		if (member.incarnation() != 0L && member.incarnation() != remote.incarnation()
				&& remote.membershipIndex() <= this.core.membershipIndex()) {
			return refuse(Refusal.Code.WRONG_INCARNATION, "Cluster " + mine + " knows node " + remote.nodeId()
					+ " with another data directory: its data were lost or replaced. Put back the very directory (never an older copy), or remove the node"
					+ " from the cluster and let it join again");
		}
		return null;
	}

	/** Better outside than in and stopped at the first entry it cannot apply. */
	private @Nullable Refusal checkNewcomer(Hello remote, ClusterId mine) {
		String missing = this.catalogue.missing(remote);
		return (missing != null)
				? refuse(Refusal.Code.MISSING_MACHINE, "Cluster " + mine + " has the state machine '" + missing
						+ "' and node " + remote.nodeId() + " does not: give it one, or start the version that has it")
				: null;
	}

	/**
	 * A node of this cluster that this one does not know: it was removed, or added later
	 * than this node has heard of.
	 */
	private @Nullable Refusal checkStranger(Hello remote, ClusterId mine) {
		if (remote.clusterId().isNone()) {
			return refuse(Refusal.Code.UNKNOWN_NODE, "Node " + remote.nodeId()
					+ " is not in the configuration of cluster " + mine + "; to enter it, start it with join");
		}
		boolean committed = this.core.membershipIndex() <= this.core.commitIndex();
		if (committed && remote.membershipIndex() <= this.core.membershipIndex()) {
			return refuse(Refusal.Code.REMOVED,
					"Node " + remote.nodeId() + " was removed from cluster " + mine + " by entry "
							+ this.core.membershipIndex()
							+ " or before; to let it in again, empty its data directory and start it with join");
		}
		return null;
	}

	/**
	 * A node that has seen nothing yet talks to whom it was told to, whatever they know
	 * already.
	 */
	private @Nullable Refusal checkBeforeBootstrap(Hello remote) {
		if (this.joining.getAsBoolean() && !remote.clusterId().isNone()) {
			return null;
		}
		if (this.bootstrapPeers.stream().noneMatch((peer) -> peer.id().equals(remote.nodeId()))) {
			return refuse(Refusal.Code.UNKNOWN_NODE, "Node " + remote.nodeId() + " is not in the peer list of node "
					+ this.self.id() + ": " + text(this.bootstrapPeers));
		}
		if (remote.clusterId().isNone() && remote.peersHash() != this.peersHash) {
			return refuse(Refusal.Code.DIFFERENT_PEERS,
					"Node " + remote.nodeId() + " was started with another peer list than node " + this.self.id()
							+ ", which has " + text(this.bootstrapPeers));
		}
		return null;
	}

	private static Refusal refuse(Refusal.Code code, String message) {
		return new Refusal(code, message);
	}

	/** The same for every order of the same peers. */
	static long hash(List<Peer> peers) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(text(peers).getBytes(StandardCharsets.UTF_8));
			return ByteBuffer.wrap(digest).getLong();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	private static String text(List<Peer> peers) {
		StringBuilder text = new StringBuilder();
		peers.stream()
			.sorted((a, b) -> a.id().compareTo(b.id()))
			.forEach((peer) -> text.append(text.isEmpty() ? "" : ",")
				.append(peer.id())
				.append('@')
				.append(peer.address()));
		return text.toString();
	}

}
