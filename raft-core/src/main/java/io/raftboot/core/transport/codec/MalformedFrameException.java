package io.raftboot.core.transport.codec;

/**
 * Bytes from the wire are not what the protocol allows. The connection must be closed.
 */
public final class MalformedFrameException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public MalformedFrameException(String message) {
		super(message);
	}

}
