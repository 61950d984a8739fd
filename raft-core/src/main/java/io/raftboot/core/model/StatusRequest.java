package io.raftboot.core.model;

/**
 * Asks a node how it is.
 *
 * @param from who asks
 * @param term its current term
 * @param requestId its number for the question
 */
public record StatusRequest(NodeId from, long term, long requestId) implements Message.Observation {
}
