package io.raftboot.core.snapshot;

import java.io.IOException;

/**
 * A snapshot file is intact but in a format this version of the engine does not read,
 * most likely that of a later one. The message names the file and both versions.
 */
public class UnsupportedSnapshotException extends IOException {

	private static final long serialVersionUID = 1L;

	public UnsupportedSnapshotException(String message) {
		super(message);
	}

	public UnsupportedSnapshotException(String message, Throwable cause) {
		super(message, cause);
	}

}
