/**
 * SOFAJRaft behind the benchmarks' adapter interface.
 */
@NullMarked
package io.raftboot.benchmarks.sofajraft;

import org.jspecify.annotations.NullMarked;
