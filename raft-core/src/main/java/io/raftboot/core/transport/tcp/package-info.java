/**
 * Messages over TCP: one connection per direction, run by the node's loop. Each node
 * dials every peer and sends on what it dialled; it receives on what it accepted.
 */
@NullMarked
package io.raftboot.core.transport.tcp;

import org.jspecify.annotations.NullMarked;
