package io.raftboot.spring;

import java.time.Instant;

import io.raftboot.core.statemachine.CommitContext;
import org.jspecify.annotations.Nullable;

/**
 * Where the command that is being committed stands in the log, and its time: the same on
 * every node. For {@link RaftCommand} methods of a state machine, on the thread that
 * calls them, until they return.
 */
public final class RaftCommit {

	/**
	 * Types of the JDK alone, so that no class loader is kept by the threads of others.
	 */
	private static final ThreadLocal<@Nullable Object[]> CURRENT = ThreadLocal.withInitial(() -> new Object[1]);

	private RaftCommit() {
	}

	/**
	 * The command that is being committed: log index, term and time.
	 * @return valid until the command returns
	 * @throws IllegalStateException if this thread commits none
	 */
	public static CommitContext current() {
		CommitContext context = (CommitContext) CURRENT.get()[0];
		if (context == null) {
			throw new IllegalStateException("No command is being committed on this thread:"
					+ " RaftCommit is for @RaftCommand methods of a state machine, called through the log");
		}
		return context;
	}

	/**
	 * The time that the leader stamped on the command, instead of {@link Instant#now()}.
	 * @return in milliseconds; never goes back along the log
	 * @throws IllegalStateException if this thread commits no command
	 */
	public static Instant now() {
		return Instant.ofEpochMilli(current().timeMillis());
	}

	static boolean isOpen() {
		return CURRENT.get()[0] != null;
	}

	/**
	 * Where the calling thread keeps its command, always the same array: what is put into
	 * its only place is current until null is.
	 */
	static @Nullable Object[] place() {
		return CURRENT.get();
	}

}
