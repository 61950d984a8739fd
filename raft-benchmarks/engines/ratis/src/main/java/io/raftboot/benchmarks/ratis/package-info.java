/**
 * Apache Ratis behind the benchmarks' adapter interface.
 */
@NullMarked
package io.raftboot.benchmarks.ratis;

import org.jspecify.annotations.NullMarked;
