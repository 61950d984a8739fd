/**
 * Pure Raft: events in, effects out; time and randomness are handed in. No thread, no
 * clock, no file, no socket, no logger.
 */
@NullMarked
package io.raftboot.core.protocol;

import org.jspecify.annotations.NullMarked;
