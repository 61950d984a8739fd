/**
 * Exactly once: the replicated memory of what became of commands, by which a repeated one
 * is known (Raft §8, thesis 6.3). Changed by the log alone, the same on every node.
 */
@NullMarked
package io.raftboot.core.session;

import org.jspecify.annotations.NullMarked;
