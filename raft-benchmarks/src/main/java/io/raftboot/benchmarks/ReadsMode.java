package io.raftboot.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.raftboot.benchmarks.report.Report;

/** Linearizable reads on the leader and on a follower. */
final class ReadsMode implements Mode {

	@Override
	public void run(Arguments arguments, Report report) throws Exception {
		boolean quick = arguments.flag("quick");
		int[] outstandings = arguments.integers("outstanding", 16, 256);
		int rounds = arguments.integer("rounds", 1);
		try (DataDirectory directory = DataDirectory.create(arguments.text("directory"), report)) {
			LoadRun run = LoadRun.of(arguments, directory, quick);
			arguments.rejectUnread();
			Environment.print(report, directory.path(), run.describe() + ", linearizable reads, outstanding "
					+ Arrays.toString(outstandings) + ", rounds " + rounds);
			List<LoadSession.Measurement> measurements = new ArrayList<>();
			for (int outstanding : outstandings) {
				measurements.add(() -> run.reads(true, outstanding));
				measurements.add(() -> run.reads(false, outstanding));
			}
			new LoadSession(report, directory, quick).run(CellTable.Kind.READS, rounds, measurements);
		}
	}

}
