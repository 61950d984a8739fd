package io.raftboot.core.snapshot;

import java.io.IOException;

/** A snapshot file is not what was written. The message names the file and the place. */
public class DamagedSnapshotException extends IOException {

	private static final long serialVersionUID = 1L;

	public DamagedSnapshotException(String message) {
		super(message);
	}

}
