package io.raftboot.core.model;

/** Bytes from wire or disk are not the entries they claim to be. */
public final class DamagedEntryException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final long index;

	private final int offset;

	DamagedEntryException(long index, int offset, String what) {
		super("Entry " + index + " at byte " + offset + " of its batch: " + what);
		this.index = index;
		this.offset = offset;
	}

	/** Log index of the first entry that is wrong. */
	public long index() {
		return this.index;
	}

	/** Where it stands, in bytes from the first entry. */
	public int offset() {
		return this.offset;
	}

}
