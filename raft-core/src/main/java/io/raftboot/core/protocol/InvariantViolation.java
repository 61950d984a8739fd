package io.raftboot.core.protocol;

/**
 * Something happened that the protocol rules out: a fault of this program, of a peer or
 * of the memory under it. The node must stop and take part no more; whoever drives the
 * core never catches it to go on.
 */
public final class InvariantViolation extends Error {

	private static final long serialVersionUID = 1L;

	InvariantViolation(String message) {
		super(message);
	}

}
