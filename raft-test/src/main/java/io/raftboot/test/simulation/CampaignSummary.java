package io.raftboot.test.simulation;

import java.util.Arrays;
import java.util.Locale;

/**
 * What many runs came to.
 *
 * @param seeds how many were run
 * @param failures how many failed
 * @param events events of each run that went well, in ascending order
 * @param operations answered calls of each of them, in ascending order
 * @param simulatedSeconds simulated time of all of them
 * @param seconds real time
 * @param coverage what happened in all of them
 */
public record CampaignSummary(long seeds, long failures, long[] events, long[] operations, double simulatedSeconds,
		double seconds, Coverage coverage) {

	/** Half of the runs had at least so many events. */
	public long medianEvents() {
		return median(this.events);
	}

	/** Half of the runs had at least so many answered calls. */
	public long medianOperations() {
		return median(this.operations);
	}

	private static long median(long[] sorted) {
		return (sorted.length > 0) ? sorted[sorted.length / 2] : 0L;
	}

	/** In one line. */
	public String line() {
		return String.format(Locale.ROOT,
				"%d seeds, %d failed; %d events and %d calls in all, medians %d and %d; %.0f simulated seconds in %.0f s,"
						+ " %.1f per second",
				this.seeds, this.failures, Arrays.stream(this.events).sum(), Arrays.stream(this.operations).sum(),
				medianEvents(), medianOperations(), this.simulatedSeconds, this.seconds,
				this.simulatedSeconds / Math.max(this.seconds, 0.001));
	}

	/** With the counts of faults and transitions. */
	public String text() {
		StringBuilder text = new StringBuilder(line());
		this.coverage.counts().forEach((name, count) -> text.append('\n').append(name).append(": ").append(count));
		return text.toString();
	}

}
