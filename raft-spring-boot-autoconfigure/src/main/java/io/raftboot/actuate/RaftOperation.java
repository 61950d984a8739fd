package io.raftboot.actuate;

import java.util.Arrays;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** What an operator can have done by {@code POST /actuator/raft/{group}/{operation}}. */
public enum RaftOperation {

	/** Hand leadership to {@code target}, or to the voter that has most of the log. */
	TRANSFER,
	/** Have the leader give up leading, and leave it to others for a while. */
	STEP_DOWN,
	/** Take a snapshot of the asked node and shorten its log. */
	SNAPSHOT,
	/** Let the node {@code id} at {@code address} in, without a vote. */
	ADD_LEARNER,
	/** Make the learner {@code id} a voter as soon as it has caught up. */
	PROMOTE,
	/** Make the voter {@code id} a learner. */
	DEMOTE,
	/** Take the node {@code id} out of the cluster. */
	REMOVE,
	/** Give the node {@code id} another {@code address}. */
	SET_ADDRESS,
	/** Have the leader prove that it leads, and all nodes compare their states. */
	VERIFY;

	/** As it stands in the address: {@code add-learner}. */
	String path() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * The operation that stands so in an address.
	 * @param path as {@code step-down}
	 * @return the operation, null if there is none
	 */
	public static @Nullable RaftOperation of(String path) {
		return Arrays.stream(values()).filter((operation) -> operation.path().equals(path)).findFirst().orElse(null);
	}

	/** All of them, for an operator who named none of them. */
	static String paths() {
		return String.join(", ", Arrays.stream(values()).map(RaftOperation::path).toList());
	}

}
