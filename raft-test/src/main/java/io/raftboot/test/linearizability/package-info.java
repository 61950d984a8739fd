/**
 * Checks whether what clients saw of a system could have happened one operation after the
 * other: record a {@link io.raftboot.test.linearizability.History}, describe the system
 * by a {@link io.raftboot.test.linearizability.Model}, hand both to the
 * {@link io.raftboot.test.linearizability.LinearizabilityChecker}.
 */
@NullMarked
package io.raftboot.test.linearizability;

import org.jspecify.annotations.NullMarked;
