package io.raftboot.autoconfigure;

import org.jspecify.annotations.Nullable;

/** A property under {@code raft.*} is wrong. Fails the start of the application. */
public class InvalidRaftPropertyException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String property;

	private final transient @Nullable Object value;

	private final String reason;

	private final String action;

	/**
	 * Makes one.
	 * @param property full name of the property
	 * @param value what it is set to, null if it is missing
	 * @param reason what is wrong with it
	 * @param action what to change
	 */
	public InvalidRaftPropertyException(String property, @Nullable Object value, String reason, String action) {
		super((value != null) ? property + "=" + value + ": " + reason : property + ": " + reason);
		this.property = property;
		this.value = value;
		this.reason = reason;
		this.action = action;
	}

	/** Full name of the property. */
	public String property() {
		return this.property;
	}

	/** What it is set to, null if it is missing. */
	public @Nullable Object value() {
		return this.value;
	}

	/** What is wrong with it. */
	public String reason() {
		return this.reason;
	}

	/** What to change. */
	public String action() {
		return this.action;
	}

}
