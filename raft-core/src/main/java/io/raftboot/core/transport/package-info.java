/**
 * How messages travel between nodes: the transport interface, the message codec, TCP and
 * an in-process network.
 */
@NullMarked
package io.raftboot.core.transport;

import org.jspecify.annotations.NullMarked;
