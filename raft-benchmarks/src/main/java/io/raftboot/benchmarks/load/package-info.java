/**
 * The load generator and the check that nothing it was promised is missing.
 */
@NullMarked
package io.raftboot.benchmarks.load;

import org.jspecify.annotations.NullMarked;
