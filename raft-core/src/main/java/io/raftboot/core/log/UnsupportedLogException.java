package io.raftboot.core.log;

import java.io.IOException;

/**
 * Log or meta are intact but in a format this version of the engine does not read, most
 * likely that of a later one. The message names the file and both versions.
 */
public final class UnsupportedLogException extends IOException {

	private static final long serialVersionUID = 1L;

	public UnsupportedLogException(String message) {
		super(message);
	}

	static UnsupportedLogException of(Object file, int version, int readable) {
		return new UnsupportedLogException(file + " cannot be read: it is of version " + version
				+ "; this node reads version " + readable + ". Nothing was changed.");
	}

}
