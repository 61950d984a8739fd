package io.raftboot.spring;

import org.jspecify.annotations.Nullable;

/**
 * The result of a command with its place in the log.
 *
 * @param <R> type of the result
 * @param result what the state machine answered
 * @param index log index of the command; {@link RaftOperations#queryAfter} reads at least
 * that on any node
 */
public record Receipt<R extends @Nullable Object>(R result, long index) {

}
