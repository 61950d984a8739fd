/**
 * Clusters of applications whose nodes reach each other in different ways.
 */
@NullMarked
package io.raftboot.benchmarks.transports;

import org.jspecify.annotations.NullMarked;
