/**
 * jgroups-raft behind the benchmarks' adapter interface.
 */
@NullMarked
package io.raftboot.benchmarks.jgroups;

import org.jspecify.annotations.NullMarked;
