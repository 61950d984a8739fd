/**
 * What a process uses: time, CPU, allocation, pauses.
 */
@NullMarked
package io.raftboot.benchmarks.meter;

import org.jspecify.annotations.NullMarked;
