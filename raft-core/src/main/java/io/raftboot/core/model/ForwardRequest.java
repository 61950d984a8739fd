package io.raftboot.core.model;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Commands that a follower passes on to its leader, many in one message.
 *
 * @param from the node they came to
 * @param term its current term
 * @param firstRequestId its number for the first command; the others follow
 * @param commands the commands in order
 */
public record ForwardRequest(NodeId from, long term, long firstRequestId,
		List<ForwardRequest.Command> commands) implements Message.Forwarding {

	/**
	 * One forwarded command.
	 *
	 * @param machine replicated name of its state machine
	 * @param payload the command's bytes
	 */
	public record Command(String machine, ByteBuffer payload) {
	}

}
