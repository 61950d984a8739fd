package io.raftboot.core.node;

/** The command is larger than the limit. It was not sent anywhere. */
public final class CommandTooLargeException extends RaftException {

	private static final long serialVersionUID = 1L;

	public CommandTooLargeException(int bytes, int bytesMax) {
		super("Command of " + bytes + " bytes is larger than the limit of " + bytesMax + " bytes");
	}

}
