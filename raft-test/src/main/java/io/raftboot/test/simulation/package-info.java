/**
 * Deterministic simulation: whole nodes on one thread, with simulated disks, network,
 * clocks and crashes, checked after every event. Begin at
 * {@link io.raftboot.test.simulation.Simulation}.
 */
@NullMarked
package io.raftboot.test.simulation;

import org.jspecify.annotations.NullMarked;
