/**
 * The engines that are measured, behind one small interface.
 */
@NullMarked
package io.raftboot.benchmarks.cluster;

import org.jspecify.annotations.NullMarked;
