/**
 * What a node keeps: the replicated log and the meta record, on disk and in memory.
 */
@NullMarked
package io.raftboot.core.log;

import org.jspecify.annotations.NullMarked;
