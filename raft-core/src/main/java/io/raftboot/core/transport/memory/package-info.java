/**
 * A network inside one process, with faults on demand.
 */
@NullMarked
package io.raftboot.core.transport.memory;

import org.jspecify.annotations.NullMarked;
