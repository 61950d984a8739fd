package io.raftboot.benchmarks;

import java.nio.file.Path;

import io.raftboot.benchmarks.profile.HotSpots;
import io.raftboot.benchmarks.report.Report;
import io.raftboot.benchmarks.report.Table;

/** Shows where CPU and allocations of a flight recording go. */
final class HotMode implements Mode {

	private static final int ROWS = 25;

	@Override
	public void run(Arguments arguments, Report report) throws Exception {
		int rows = arguments.integer("top", ROWS);
		arguments.rejectUnread();
		if (arguments.words().size() != 1) {
			throw new IllegalArgumentException("hot takes the file of one recording");
		}
		Path file = Path.of(arguments.words().get(0));
		report.title("Hot spots of " + file);
		for (Table table : HotSpots.read(file).tables(rows)) {
			report.table(table);
		}
	}

}
