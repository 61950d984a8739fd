/**
 * Comparing states: what nodes tell each other of the digests of their state machines,
 * and what follows. Fed by the log alone, the same on every node.
 */
@NullMarked
package io.raftboot.core.digest;

import org.jspecify.annotations.NullMarked;
