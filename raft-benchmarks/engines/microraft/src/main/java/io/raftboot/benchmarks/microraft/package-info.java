/**
 * MicroRaft behind the benchmarks' adapter interface.
 */
@NullMarked
package io.raftboot.benchmarks.microraft;

import org.jspecify.annotations.NullMarked;
