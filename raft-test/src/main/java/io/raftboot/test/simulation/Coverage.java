package io.raftboot.test.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How often what happened, in one run or in many. For any thread. */
public final class Coverage {

	private final long[] faults = new long[Fault.values().length];

	private final long[] transitions = new long[Transition.values().length];

	synchronized void count(Fault fault) {
		this.faults[fault.ordinal()]++;
	}

	synchronized void count(Transition transition) {
		this.transitions[transition.ordinal()]++;
	}

	/** Adds what another one has counted. */
	public synchronized void add(Coverage other) {
		synchronized (other) {
			for (int i = 0; i < this.faults.length; i++) {
				this.faults[i] += other.faults[i];
			}
			for (int i = 0; i < this.transitions.length; i++) {
				this.transitions[i] += other.transitions[i];
			}
		}
	}

	/** Names of the faults and transitions that never happened. */
	public List<String> missing() {
		List<String> missing = new ArrayList<>();
		counts().forEach((name, count) -> {
			if (count == 0) {
				missing.add(name);
			}
		});
		return missing;
	}

	/** Counts by name. */
	public synchronized Map<String, Long> counts() {
		Map<String, Long> counts = new TreeMap<>();
		for (Fault fault : Fault.values()) {
			counts.put("fault " + fault, this.faults[fault.ordinal()]);
		}
		for (Transition transition : Transition.values()) {
			counts.put("transition " + transition, this.transitions[transition.ordinal()]);
		}
		return counts;
	}

}
