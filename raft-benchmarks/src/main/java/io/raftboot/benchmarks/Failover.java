package io.raftboot.benchmarks;

/**
 * One leader closed. Times count from the call that closes it.
 *
 * @param leaderNanos until another node led
 * @param commitNanos until the first write in a later term was acknowledged
 * @param closingNanos until the call returned
 * @param terms how many terms it took
 * @param failedProbes writes refused or broken on the way
 */
record Failover(long leaderNanos, long commitNanos, long closingNanos, long terms, long failedProbes) {

}
