package io.raftboot.benchmarks;

import io.raftboot.benchmarks.cluster.Engine;
import io.raftboot.benchmarks.cluster.Engines;
import io.raftboot.benchmarks.compare.EngineProcess;
import io.raftboot.benchmarks.report.Report;

/** Names the engines on the class path, for the process that compares them. */
final class EnginesMode implements Mode {

	@Override
	public void run(Arguments arguments, Report report) {
		arguments.rejectUnread();
		for (Engine engine : Engines.all()) {
			System.out.println(EngineProcess.ANSWER
					+ new NamedEngine(engine.name(), engine.settings(), engine.isDurable()).toLine());
		}
	}

}
