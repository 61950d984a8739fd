/**
 * A running node: the public API of the engine, and the loop that drives the protocol.
 */
@NullMarked
package io.raftboot.core.node;

import org.jspecify.annotations.NullMarked;
