/**
 * Recordings of the JDK Flight Recorder: making them and reading them.
 */
@NullMarked
package io.raftboot.benchmarks.profile;

import org.jspecify.annotations.NullMarked;
