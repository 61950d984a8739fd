package io.raftboot.sample;

import java.nio.file.Path;

/** The database file of this node cannot be opened. */
final class StoreOpenException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient Path file;

	private final boolean inUse;

	StoreOpenException(Path file, boolean inUse, Throwable cause) {
		super("The database file " + file + (inUse ? " is in use by another process" : " cannot be opened"), cause);
		this.file = file;
		this.inUse = inUse;
	}

	Path file() {
		return this.file;
	}

	boolean inUse() {
		return this.inUse;
	}

}
