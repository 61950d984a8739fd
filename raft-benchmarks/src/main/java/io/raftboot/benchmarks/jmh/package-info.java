/**
 * Benchmarks of single parts, run by JMH.
 */
@NullMarked
package io.raftboot.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
