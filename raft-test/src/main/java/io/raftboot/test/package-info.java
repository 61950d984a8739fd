/**
 * Simulated clusters, invariants and contract kits to test code built on the engine.
 */
@NullMarked
package io.raftboot.test;

import org.jspecify.annotations.NullMarked;
