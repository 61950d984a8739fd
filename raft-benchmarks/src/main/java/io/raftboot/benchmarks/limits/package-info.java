/**
 * What disk and network of this machine can do without any engine.
 */
@NullMarked
package io.raftboot.benchmarks.limits;

import org.jspecify.annotations.NullMarked;
