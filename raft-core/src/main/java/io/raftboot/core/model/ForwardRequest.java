package io.raftboot.core.model;

import java.nio.ByteBuffer;
import java.util.List;

import org.jspecify.annotations.Nullable;

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
	 * @param machine replicated name of its state machine, empty for the engine's own
	 * @param version which version of that machine's commands it is one of, from 1 on
	 * @param session session of the origin it is numbered in, 0 for none
	 * @param sequence its number there
	 * @param lowestUnanswered lowest number there that is not answered
	 * @param key its {@link CommandKey} as it is encoded, null for none
	 * @param payload the command's bytes
	 */
	public record Command(String machine, int version, long session, long sequence, long lowestUnanswered,
			@Nullable ByteBuffer key, ByteBuffer payload) {

		/** One that is to be tried once. */
		public Command(String machine, ByteBuffer payload) {
			this(machine, 1, 0L, 0L, 0L, null, payload);
		}

	}

}
