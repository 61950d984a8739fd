package io.raftboot.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.raftboot.benchmarks.report.Report;

/** Replicated writes: every payload with every number outstanding. */
final class ClusterMode implements Mode {

	@Override
	public void run(Arguments arguments, Report report) throws Exception {
		boolean quick = arguments.flag("quick");
		int[] payloads = quick ? arguments.integers("payload", 256) : arguments.integers("payload", 16, 256, 4096);
		int[] outstandings = quick ? arguments.integers("outstanding", 1, 256)
				: arguments.integers("outstanding", 1, 16, 256, 1024);
		int rounds = arguments.integer("rounds", 1);
		try (DataDirectory directory = DataDirectory.create(arguments.text("directory"), report)) {
			LoadRun run = LoadRun.of(arguments, directory, quick);
			arguments.rejectUnread();
			Environment.print(report, directory.path(), run.describe() + ", payloads " + Arrays.toString(payloads)
					+ ", outstanding " + Arrays.toString(outstandings) + ", rounds " + rounds);
			List<LoadSession.Measurement> measurements = new ArrayList<>();
			for (int payload : payloads) {
				for (int outstanding : outstandings) {
					measurements.add(() -> run.writes(payload, outstanding));
				}
			}
			new LoadSession(report, directory, quick).run(CellTable.Kind.WRITES, rounds, measurements);
		}
	}

}
