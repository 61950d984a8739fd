package io.raftboot.core.transport.memory;

/**
 * Something on its way to a transport.
 *
 * @param dueNanos when it arrives
 * @param number order of departure, decides between equal times
 * @param opening what its arrival does, on the receiver's loop
 */
record Parcel(long dueNanos, long number, Runnable opening) implements Comparable<Parcel> {

	@Override
	public int compareTo(Parcel other) {
		int byTime = Long.compare(this.dueNanos - other.dueNanos, 0L);
		return (byTime != 0) ? byTime : Long.compare(this.number, other.number);
	}

}
