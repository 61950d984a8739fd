/**
 * Benchmarks of the engine and of clusters; not published.
 */
@NullMarked
package io.raftboot.benchmarks;

import org.jspecify.annotations.NullMarked;
