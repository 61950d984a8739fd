/**
 * Engines side by side: each in JVMs of its own, in rounds, and the tables of all.
 */
@NullMarked
package io.raftboot.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
