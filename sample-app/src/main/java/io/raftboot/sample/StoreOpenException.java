package io.raftboot.sample;

import java.nio.file.Path;

/** The database of this node cannot be opened. */
final class StoreOpenException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	StoreOpenException(Path file, Reason reason, Throwable cause) {
		super("The database file " + file + " " + reason.text, cause);
		this.reason = reason;
	}

	Reason reason() {
		return this.reason;
	}

	/** Why it cannot be opened. */
	enum Reason {

		/** Another process has it open. */
		IN_USE("is in use by another process"),
		/** Its directory cannot be made or written. */
		DIRECTORY_UNUSABLE("has no usable directory"),
		/** Most likely the file is damaged. */
		UNREADABLE("cannot be opened");

		private final String text;

		Reason(String text) {
			this.text = text;
		}

	}

}
