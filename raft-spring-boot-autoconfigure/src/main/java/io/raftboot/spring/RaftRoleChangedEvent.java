package io.raftboot.spring;

import io.raftboot.core.model.Role;

/**
 * Published to the application context when this node took another role. See
 * {@link RaftLeaderChangedEvent} for when and how.
 *
 * @param nodeId this node
 * @param role its new role
 * @param term its term
 */
public record RaftRoleChangedEvent(String nodeId, Role role, long term) {

}
