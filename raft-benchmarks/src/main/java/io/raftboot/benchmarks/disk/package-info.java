/**
 * A file system that is as slow as it is told to be.
 */
@NullMarked
package io.raftboot.benchmarks.disk;

import org.jspecify.annotations.NullMarked;
