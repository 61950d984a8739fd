package io.raftboot.core.model;

/**
 * The identity of a cluster, drawn by its first leader and written into entry 1.
 *
 * @param high upper 64 bits
 * @param low lower 64 bits
 */
public record ClusterId(long high, long low) {

	/** Stands for "not known yet" on wire and disk. */
	public static final ClusterId NONE = new ClusterId(0L, 0L);

	public boolean isNone() {
		return this.high == 0L && this.low == 0L;
	}

	/** The usual form of a UUID. */
	@Override
	public String toString() {
		return new java.util.UUID(this.high, this.low).toString();
	}

}
