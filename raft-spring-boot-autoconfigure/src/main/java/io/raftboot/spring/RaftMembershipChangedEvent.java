package io.raftboot.spring;

import java.util.List;

import io.raftboot.core.model.Membership;
import io.raftboot.core.model.Peer;

/**
 * Published to the application context when another configuration of the cluster took
 * effect on this node. It does so when its entry is appended, and one that is not
 * committed may fall back; a change of voters goes through a configuration with both
 * sets. See {@link RaftLeaderChangedEvent} for when and how.
 *
 * @param nodeId this node
 * @param index log index of the configuration
 * @param membership the configuration
 */
public record RaftMembershipChangedEvent(String nodeId, long index, Membership membership) {

	/** Ids of the voters, the incoming ones while the voters change. */
	public List<String> voters() {
		return this.membership.voters().stream().map(Peer::id).map(Object::toString).toList();
	}

	/** Whether this node is a member of any kind. */
	public boolean isMember() {
		return this.membership.members().stream().anyMatch((peer) -> peer.id().value().equals(this.nodeId));
	}

}
