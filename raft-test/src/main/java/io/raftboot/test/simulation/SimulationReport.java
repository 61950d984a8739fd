package io.raftboot.test.simulation;

/**
 * What one run came to.
 *
 * @param seed its seed
 * @param hash condenses all of its events: equal for equal runs
 * @param events events of nodes, clients and faults
 * @param operations calls of clients that were answered, by a result or an error
 * @param simulatedNanos simulated time
 * @param coverage what happened in it
 */
public record SimulationReport(long seed, long hash, long events, long operations, long simulatedNanos,
		Coverage coverage) {
}
