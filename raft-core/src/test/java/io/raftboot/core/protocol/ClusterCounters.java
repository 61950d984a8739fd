package io.raftboot.core.protocol;

import java.util.TreeMap;

/** How often what happened in the seeds of a test: a rule nobody tried proves nothing. */
final class ClusterCounters {

	private final TreeMap<String, Long> counts = new TreeMap<>();

	void count(String event) {
		count(event, 1);
	}

	void count(String event, long times) {
		if (times > 0) {
			this.counts.merge(event, times, Long::sum);
		}
	}

	long of(String event) {
		return this.counts.getOrDefault(event, 0L);
	}

	void add(ClusterCounters other) {
		other.counts.forEach(this::count);
	}

	@Override
	public String toString() {
		return this.counts.toString();
	}

}
