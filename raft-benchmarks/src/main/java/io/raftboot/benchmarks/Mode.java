package io.raftboot.benchmarks;

import io.raftboot.benchmarks.report.Report;

/** One thing this program can do. */
@FunctionalInterface
interface Mode {

	void run(Arguments arguments, Report report) throws Exception;

}
