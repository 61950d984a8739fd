package io.raftboot.spring;

import org.jspecify.annotations.Nullable;

/**
 * Makes a command of what a client sends to {@code POST /raft/api/set}. A bean of this
 * type opens that call for a machine that implements {@link ReplicatedService}; a machine
 * with an interface of its own needs none if it has a {@link RaftCommand} named
 * {@value #NAME}. Called on the threads of requests, several at once.
 */
@FunctionalInterface
public interface RaftSetCommand {

	/** Name of the command that machines with an interface are asked for. */
	String NAME = "set";

	/**
	 * Makes the command.
	 * @param body what the client sent as JSON, not checked, at most
	 * {@code raft.max-command-size}
	 * @return a command of the machine's type
	 * @throws RuntimeException to refuse the body: an {@link IllegalArgumentException} or
	 * an exception of Jackson is answered 400 with its message, an
	 * {@code ErrorResponseException} with its status if that is one of the client's
	 */
	Object command(byte[] body);

	/**
	 * Replicated name of the machine that takes the commands; null for the only one, or
	 * the one named {@value RaftStateMachine#DEFAULT_NAME}.
	 */
	default @Nullable String machine() {
		return null;
	}

}
