/**
 * How handshakes and messages look on the wire. Little-endian, every field of fixed
 * width, entries verbatim in their one layout. Knows nothing of sockets.
 */
@NullMarked
package io.raftboot.core.transport.codec;

import org.jspecify.annotations.NullMarked;
