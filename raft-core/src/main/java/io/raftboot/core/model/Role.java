package io.raftboot.core.model;

/** What a node is in its current term. */
public enum Role {

	FOLLOWER, PRE_CANDIDATE, CANDIDATE, LEADER

}
