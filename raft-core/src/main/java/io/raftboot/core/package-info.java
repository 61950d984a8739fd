/**
 * The Raft engine. Start reading at {@link io.raftboot.core.node}.
 */
@NullMarked
package io.raftboot.core;

import org.jspecify.annotations.NullMarked;
