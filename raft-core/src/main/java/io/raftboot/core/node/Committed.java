package io.raftboot.core.node;

import org.jspecify.annotations.Nullable;

/**
 * A command that was committed and applied on this node.
 *
 * @param index log index of its entry
 * @param term term of its entry
 * @param result what the state machine returned
 */
public record Committed(long index, long term, byte @Nullable [] result) {
}
