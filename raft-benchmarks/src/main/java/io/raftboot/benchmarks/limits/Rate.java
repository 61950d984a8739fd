package io.raftboot.benchmarks.limits;

import io.raftboot.benchmarks.meter.Latencies;

/**
 * How often something happens, and how long it takes.
 *
 * @param perSecond how often, all threads together
 * @param latencies how long, in nanoseconds
 */
public record Rate(double perSecond, Latencies latencies) {

}
